// Types of the chat's calls and events, for pages written in TypeScript.
// Put this file beside your own, or name it in `types`; it declares `window.Parlor`, `window.parlorSettings` and the events of `window`.

/** What visitors and pages may set of a person, by the keys of the site's attributes. */
interface ParlorValues {
  [key: string]: string | number | boolean;
}

/** What an event tells, as far as it applies. */
interface ParlorPayload {
  /** The site's key. */
  site: string;
  /** Of the dialogue or flow. */
  id?: string;
  name?: string;
  kind?: 'dialogue' | 'flow';
  interface?: 'bubble' | 'popup' | 'inline';
  /** The session's id. */
  session?: string;
  /** The id under which the server stores it, if it does. */
  event?: string;
}

/** The events by their names, with what each tells of its own. */
interface ParlorEvents {
  ready: ParlorPayload;
  shown: ParlorPayload;
  triggered: ParlorPayload;
  opened: ParlorPayload;
  closed: ParlorPayload;
  engaged: ParlorPayload;
  completed: ParlorPayload;
  'message:received': ParlorPayload & { text: string };
  'message:sent': ParlorPayload & { text: string };
  email: ParlorPayload & { email: string };
  phone: ParlorPayload & { phone: string };
  document: ParlorPayload & { document: string; action: 'open' | 'download' };
  goal: ParlorPayload & { goal: string };
  unread: ParlorPayload & { count: number };
  error: { message: string };
}

/** How the chat is. */
interface ParlorStatus {
  site: string;
  frame: 'none' | 'starting' | 'running';
  storage: 'none' | 'kept' | 'full' | 'blocked';
  /** Why it can't run, if it can't. */
  problem: string | null;
  open: boolean;
}

interface Parlor {
  (command: 'open' | 'close' | 'toggle' | 'show' | 'hide' | 'reset' | 'destroy'): void;
  (command: 'start', dialogueOrFlow: string, values?: ParlorValues): void;
  (command: 'set', values: ParlorValues): void;
  (command: 'identify', token: string): void;
  (command: 'identify', values: ParlorValues): void;
  (command: 'track', name: string): void;
  (command: 'page', address: string): void;
  /** The tag of a language, like `de` or `pt-BR`. */
  (command: 'locale', tag: string): void;
  (command: 'consent', decision: 'granted' | 'denied'): void;
  /** Nothing as long as calls are queued for the script to come. */
  (command: 'status'): ParlorStatus | undefined;
  /** The function that is returned ends it; none is as long as calls are queued for the script to come. */
  <Name extends keyof ParlorEvents>(
    command: 'on',
    event: Name,
    then: (payload: ParlorEvents[Name], name: Name) => void,
  ): (() => void) | undefined;
  (
    command: 'on',
    event: '*',
    then: (payload: ParlorEvents[keyof ParlorEvents], name: keyof ParlorEvents) => void,
  ): (() => void) | undefined;
  (command: 'off', event: keyof ParlorEvents | '*', then?: Function): void;
  /** Calls that wait for the script. */
  q?: ArrayLike<unknown>[];
}

/** Options that stand before the tag instead of in it. */
interface ParlorSettings {
  /** The tag of the language that the chat is in. */
  locale?: string;
  /** The name of the array that events are pushed to. */
  datalayer?: string;
}

type ParlorWindowEvents = { [Name in keyof ParlorEvents as `parlor:${Name}`]: CustomEvent<ParlorEvents[Name]> };

interface WindowEventMap extends ParlorWindowEvents {}

interface Window {
  /** There as soon as the script has come, or calls are queued for it. */
  Parlor: Parlor;
  parlorSettings?: ParlorSettings;
}

declare const Parlor: Parlor;
