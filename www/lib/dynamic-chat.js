// The callbacks of Adobe Dynamic Chat (W13), so that a page's code that was written for them goes on working. It is loaded beside the
// tag, before or behind it. It hears what the chat says to everybody, so that it doesn't matter when that comes and goes.
(() => {
  'use strict';
  if (window.AdobeDX) return;
  const names = {
    triggered: 'CONVERSATION_TRIGGERED',
    engaged: 'CONVERSATION_ENGAGED',
    completed: 'CONVERSATION_COMPLETED',
    closed: 'CONVERSATION_CLOSED',
    phone: 'CONVERSATION_INPUT_PHONE',
    email: 'CONVERSATION_INPUT_EMAIL',
    meeting: 'CONVERSATION_MEETING_BOOKED',
    'livechat:requested': 'CONVERSATION_LIVE_CHAT_REQUESTED',
    'livechat:connected': 'CONVERSATION_LIVE_CHAT_INITIATED',
    'livechat:ended': 'CONVERSATION_LIVE_CHAT_ENDED',
    'livechat:missed': 'CONVERSATION_LIVE_CHAT_REQUEST_TIMEOUT',
  };
  const kinds = { dialogue: 'Dialogue', flow: 'Conversational Flow' };
  const interfaces = { bubble: 'chatbot', popup: 'popup', inline: 'chatbot' };
  const listeners = [];
  // Conversations that have come to their end: to close them is no closing before it.
  const ended = new Set();
  let isReady = false;

  function hear(name, payload) {
    const conversation = `${payload.session} ${payload.id}`;
    if (name === 'completed') ended.add(conversation);
    if (name === 'triggered') ended.delete(conversation);
    if (name === 'closed' && ended.has(conversation)) return;
    const type = names[name], event = { type, data: { payload: translated(payload) } };
    for (const [wanted, then] of listeners) if (wanted === type) then(event);
  }

  function translated({ id, name, kind, interface: shown, session, ...rest }) {
    return { ...rest, id, name, type: kinds[kind], uiType: interfaces[shown], sid: session };
  }

  // Once on a page: what listens begins to listen then.
  function ready() {
    if (isReady) return;
    isReady = true;
    dispatchEvent(new CustomEvent('adobedx.conversations.ready'));
  }

  const Events = Object.fromEntries(Object.values(names).map((name) => [name, name]));
  window.AdobeDX = { addListener: (name, then) => void listeners.push([name, then]), Enum: { Events } };
  for (const name in names) addEventListener(`parlor:${name}`, ({ detail }) => hear(name, detail));
  addEventListener('parlor:ready', ready);
  // It may be ready already.
  window.Parlor?.('on', 'ready', ready);
})();
