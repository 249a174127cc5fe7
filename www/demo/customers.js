// Tells the chat who is signed in. The token is signed by the site's server; the chat checks it there.
const token = document.querySelector('meta[name=identity]').content;

// What a signed identity says, for the page's own greeting. Only a server can tell whether it is true.
function claims(token) {
  try {
    const part = token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/');
    const bytes = Uint8Array.from(atob(part), (character) => character.charCodeAt(0));
    const all = JSON.parse(new TextDecoder().decode(bytes));
    return { ...all, ...all.attributes };
  } catch {
    return {};
  }
}

function show(person) {
  const name = [person.first_name, person.last_name].filter(Boolean).join(' ');
  const put = (id, text) => (document.getElementById(id).textContent = text);
  put('who', name || person.email || person.sub);
  put('address', name && person.email ? `(${person.email})` : '');
  put('first-name', person.first_name || 'customer');
  put('contract', person.contract ? `Customer, contract ${person.contract}` : 'Customer');
  const contract = person.contract === 'Buoy' ? 'Buoy' : 'Quay';
  for (const part of document.querySelectorAll('[data-contract]')) part.hidden = part.dataset.contract !== contract;
  for (const part of document.querySelectorAll('[data-for]')) part.hidden = part.dataset.for !== 'somebody';
}

if (token) {
  Parlor('identify', token);
  show(claims(token));
}

// On a shared computer the next person must not find the last one's conversations.
document.getElementById('sign-out').addEventListener('click', () => Parlor('reset'));
