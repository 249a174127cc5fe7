// The callbacks of Adobe Dynamic Chat (W13), so that a page's code that was written for them goes on working. It is loaded beside the
// tag, before or behind it.
(() => {
  'use strict';
  if (window.AdobeDX) return;
  window.Parlor ||= function () {
    (window.Parlor.q ||= []).push(arguments);
  };
  const names = {
    CONVERSATION_TRIGGERED: 'triggered',
    CONVERSATION_ENGAGED: 'engaged',
    CONVERSATION_COMPLETED: 'completed',
    CONVERSATION_CLOSED: 'closed',
    CONVERSATION_INPUT_PHONE: 'phone',
    CONVERSATION_INPUT_EMAIL: 'email',
    CONVERSATION_MEETING_BOOKED: 'meeting',
    CONVERSATION_LIVE_CHAT_REQUESTED: 'livechat:requested',
    CONVERSATION_LIVE_CHAT_INITIATED: 'livechat:connected',
    CONVERSATION_LIVE_CHAT_ENDED: 'livechat:ended',
    CONVERSATION_LIVE_CHAT_REQUEST_TIMEOUT: 'livechat:missed',
  };
  const kinds = { dialogue: 'Dialogue', flow: 'Conversational Flow' };
  const interfaces = { bubble: 'chatbot', popup: 'popup' };
  // Conversations that have come to their end: to close them is no closing before it.
  const ended = new Set();
  const key = ({ id, session }) => `${session} ${id}`;

  function addListener(name, then) {
    if (!Object.hasOwn(names, name)) return;
    window.Parlor('on', names[name], (payload) => {
      if (name === 'CONVERSATION_CLOSED' && ended.has(key(payload))) return;
      then({ type: name, data: { payload: translated(payload) } });
    });
  }

  function translated({ id, name, kind, interface: shown, session, ...rest }) {
    return { ...rest, id, name, type: kinds[kind], uiType: interfaces[shown], sid: session };
  }

  window.AdobeDX = { addListener, Enum: { Events: Object.fromEntries(Object.keys(names).map((name) => [name, name])) } };
  window.Parlor('on', 'completed', (payload) => ended.add(key(payload)));
  window.Parlor('on', 'triggered', (payload) => ended.delete(key(payload)));
  window.Parlor('on', 'ready', () => dispatchEvent(new CustomEvent('adobedx.conversations.ready')));
})();
