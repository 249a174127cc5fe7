// Calls before the chat has arrived are kept in order.
window.Parlor = window.Parlor || function () { (Parlor.q = Parlor.q || []).push(arguments) };
