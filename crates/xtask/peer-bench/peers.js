// The widgets, each as its own documentation embeds it. What a peer needs lies in peers/<id>/: snippet.html (its tag), and where it
// has them package.json with a lock and entry.jsx (a component, to be bundled), and stub.mjs (what its server answers).
//
//   package     the npm package; with `version` and `integrity` it is taken as published, without its dependencies: its bundle has them
//   copy        what is served of the package as it is: from where in it, to where
//   launcher    first seen = "launcher visible"
//   message     first seen after the click on the launcher = "first message visible"; without it the conversation is not to be had
//   teaser      first seen without a click = what a visitor reads first
//   drawn       it draws what code of the page gives it, and no more: nothing of what is said goes to a server
//   frame       the chat's frame, if it is of another origin: what is in it is visible when the frame is

const text = 'Hello from the stub';

export const peers = [
  {
    id: 'blip', package: 'blip-chat-widget', version: '1.12.0', copy: { 'dist/blip-chat.js': 'blip-chat.js' },
    integrity: 'sha512-SH7gl1u5VEpxubNPoPTxxEh+9+1SNSSdYt+WC9A5HsAo+2nQ422agDf5GcT9h7sXgqvPfYoTFbavaKpYK+ckdg==',
    launcher: { selector: '#blip-chat-open-iframe' },
  },
  // The conversation's frame is not published; what stands in for it only says that it is there.
  { id: 'papercups', package: '@papercups-io/chat-widget', launcher: { selector: '.Papercups-toggleButton' } },
  {
    id: 'typebot', package: '@typebot.io/js', version: '0.10.7', copy: { 'dist/web.js': 'web.js' },
    integrity: 'sha512-c5GKjgJlfSjOIhTm8kqohWE/daJeBWlnqK6Xi3AYlFu/3W0NkqsD+T6G+ehu2sDGv8po+FuMB/K6g12/zQVN2Q==',
    launcher: { selector: 'button[part="button"]' }, message: { selector: '.slate-html-container', text },
  },
  {
    id: 'flowise', package: 'flowise-embed', version: '3.1.6', copy: { 'dist/web.js': 'web.js' },
    integrity: 'sha512-xSrvBDiEvIIzRFsPBgmzG3SdfBeG4wBzdchdMurft5PQcdYO0HfB8cwGhn00fE5JOsdhVZXfJ3Fq6e/DgrW4ag==',
    launcher: { selector: 'button[part="button"]' }, message: { selector: '.chatbot-host-bubble', text },
  },
  {
    id: 'n8n-chat', package: '@n8n/chat', version: '1.37.0', copy: { dist: '.' },
    integrity: 'sha512-V1EQxDp/+rW6o/5OZgbwDfgPJXG8Jrn3TIdq7Z/26QTP90Uo3g2gv8CMnaQcphdTQVR+K06X34DOCRHXa8Tqnw==',
    launcher: { selector: '.chat-window-toggle' }, message: { selector: '.chat-message', text },
  },
  {
    id: 'react-chatbotify', package: 'react-chatbotify', drawn: true,
    launcher: { selector: '.rcb-toggle-button' }, message: { selector: '.rcb-bot-message', text },
  },
  {
    id: 'react-chat-widget', package: 'react-chat-widget', drawn: true,
    launcher: { selector: '.rcw-launcher' }, message: { selector: '.rcw-response', text },
  },
  {
    id: 'botpress', package: '@botpress/webchat',
    launcher: { selector: '.bpFabContainer' }, message: { selector: '.bpMessageBlocksBubble', text },
  },
  {
    id: 'voiceflow', package: '@voiceflow/react-chat', version: '1.65.2', copy: { 'dist/bundle.mjs': 'bundle.mjs' },
    integrity: 'sha512-lPD/ObTLcU5Dp7b4xhYjsDJM+DZnlOfhnwoo6zXC14m+KAzaukeuePi6OML6zNBxLw3NxlRoaK0R1M+gHr9AUg==',
    launcher: { selector: '.vfrc-launcher' }, message: { selector: '.vfrc-message', text },
  },
  {
    id: 'rocketchat', package: '@rocket.chat/livechat', version: '1.13.3', copy: { build: 'livechat', 'build/index.html': 'widget.html' },
    integrity: 'sha512-gEX3V2Cr+7Nr+j4CFwBBX7R/1mZxWvnmpbz/jc+gJOa7zKJOdyv4waLc5RegmoubxpNlzbpbMiNkwg5GQuhyWA==',
    launcher: { selector: 'button[class*="screen__chat-button"]' }, message: { selector: '[class*="message-text"]', text },
  },
];

/** Ours: its page is made when its server runs. */
export const parlor = {
  id: 'parlor', launcher: { selector: '#launcher' }, frame: { selector: '#frame' },
  teaser: { selector: '.teaser-text', text: 'number 0' }, message: { selector: '.panel .message[data-part="bot"]', text: 'number 0' },
};
