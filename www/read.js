// The viewer of documents (W22): a page of its own, in the chat's frame or in a tab. It fetches the bytes, because the server sends what
// was uploaded as a download only, and draws them with PDF.js: nothing in a document is ever run, and no form in it is sent.
(() => {
  'use strict';
  const find = (id) => document.getElementById(id);
  const { body } = document, root = document.documentElement;
  const link = find('download'), place = find('place'), query = find('query');
  // The element of ours in the chat's frame; none in a tab of its own.
  const element = window.frameElement;
  const words = allWords();
  const end = new AbortController(), { signal } = end;
  // How far the document is read: milliseconds in view, and what was searched for. Pages that were seen are marked.
  const read = { ms: 0, words: new Set(), downloaded: false };
  // Since when pages are in view; when somebody was last seen doing something; until when it is counted; what was told.
  const since = new Map();
  let activeAt = performance.now(), countedTo = activeAt, told;
  // What the components would say is said by us.
  const unspoken = { translate() {}, pause() {}, resume() {} };
  let viewer, bus;

  say();
  listenToKeys();
  listenToButtons();
  if (element) settle();
  show().catch(fail);

  async function show() {
    const worker = new Worker(body.dataset.worker, { type: 'module' });
    const isBlocked = new Promise((_, no) => {
      worker.onerror = () => no(new Error('its worker does not start'));
    });
    const [bytes, library, components] = await Promise.race([Promise.all([fetchBytes(), ...scripts()]), isBlocked]);
    const task = library.getDocument(settings(bytes, library.PDFWorker.create({ port: worker })));
    task.onPassword = askPassword;
    const opened = await Promise.race([task.promise, isBlocked]);
    draw(components, opened);
  }

  async function fetchBytes() {
    const answer = await fetch(link.href);
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    return answer.arrayBuffer();
  }

  // The components take the library from where it puts itself, so they come behind it.
  function scripts() {
    const library = import(find('pdf').href);
    return [library, library.then(() => import(find('pdf-viewer').href))];
  }

  function settings(data, worker) {
    const files = JSON.parse(body.dataset.files);
    class Files {
      async fetch({ filename }) {
        const answer = files[filename] && await fetch(files[filename]);
        if (!answer?.ok) throw new Error(`there is no ${filename}`);
        return new Uint8Array(await answer.arrayBuffer());
      }
    }
    return {
      data, worker, WasmFactory: Files, StandardFontDataFactory: Files, useWorkerFetch: false,
      isEvalSupported: false, enableXfa: false, maxImageSize: 2 ** 26, verbosity: 0,
    };
  }

  function draw({ EventBus, PDFFindController, PDFLinkService, PDFViewer }, opened) {
    bus = new EventBus();
    const linkService = new PDFLinkService({ eventBus: bus, externalLinkTarget: 2, externalLinkRel: 'noopener noreferrer' });
    const findController = new PDFFindController({ eventBus: bus, linkService });
    viewer = new PDFViewer({
      container: place, eventBus: bus, linkService, findController, l10n: unspoken, removePageBorders: true,
      maxCanvasPixels: 2 ** 24,
      // Links lead where they lead; what else stands on a page is drawn and does nothing.
      annotationMode: 1, annotationEditorMode: -1, enableAutoLinking: false,
    });
    linkService.setViewer(viewer);
    listenToViewer();
    body.dataset.state = 'shown';
    viewer.setDocument(opened);
    linkService.setDocument(opened);
    if (document.activeElement === body) place.focus();
  }

  function askPassword(answer, reason) {
    const form = document.querySelector('.locked'), field = find('password');
    body.dataset.state = 'locked';
    field.value = '';
    if (reason === 2) find('locked').textContent = words.wrong;
    field.focus();
    form.onsubmit = (event) => {
      event.preventDefault();
      body.dataset.state = 'loading';
      answer(field.value);
    };
  }

  function fail(error) {
    console.error(`Parlor: the document can't be shown here (${error.message})`);
    body.dataset.state = 'failed';
    document.querySelector('.failed a').focus();
  }
})();
