import type { BrowserContext, Page } from 'playwright-core';

/** What a window says about itself: a key was pressed, or something is on the screen. `at`: ms since 1970. */
export interface PaintEvent {
  readonly what: 'enter' | 'empty' | 'firstPortrait' | 'screen';
  readonly at: number;
}

const prefix = 'emolens-bench ';

/**
 * Runs in every frame of the window before anything else there. The editor puts an extension's page into a frame of its own
 * frame, which may have no scripts: the outer one looks into it, and tells when it has painted (a callback for the next frame,
 * then a task after it). Pictures count once they are decoded.
 */
function watchPaints(mark: string): void {
  const say = (what: string): void =>
    console.debug(mark + JSON.stringify({ what, at: performance.timeOrigin + performance.now() }));
  if (window === window.top) {
    addEventListener('keydown', ({ key }) => key === 'Enter' && say('enter'), true);
    return;
  }
  const told = new Set<string>();
  const sayPainted = (what: string): void => {
    if (told.has(what)) return;
    told.add(what);
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => say(what);
      channel.port2.postMessage(undefined);
    });
  };
  const isOnScreen = (element: Element): boolean => {
    const { top, bottom, height } = element.getBoundingClientRect();
    return height > 0 && bottom > 0 && top < innerHeight;
  };
  const look = (): void => {
    const inner = document.querySelector<HTMLIFrameElement>('iframe#active-frame')?.contentDocument;
    if (inner?.getElementById('emolens-bench-empty')) sayPainted('empty');
    const found = inner?.querySelectorAll<HTMLImageElement>('.card-picture img') ?? [];
    const pictures = [...found].filter(isOnScreen);
    const isThere = (picture: HTMLImageElement): boolean => picture.complete && picture.naturalWidth > 0;
    const there = pictures.filter(isThere);
    if (there[0] !== undefined) void there[0].decode().then(() => sayPainted('firstPortrait'));
    if (there.length > 0 && there.length === pictures.length) {
      void Promise.all(there.map((picture) => picture.decode())).then(() => sayPainted('screen'));
    }
    if (!told.has('empty') && !told.has('screen')) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** Listens to what the frames of a window say; to be called before the window opens. */
export async function listenToPaints(context: BrowserContext, page: Page): Promise<{ readonly events: PaintEvent[] }> {
  await context.addInitScript(watchPaints, prefix);
  const events: PaintEvent[] = [];
  page.on('console', (message) => {
    const text = message.text();
    if (text.startsWith(prefix)) events.push(JSON.parse(text.slice(prefix.length)) as PaintEvent);
  });
  return { events };
}
