import type { Frame } from 'playwright-core';
import { until } from '../../test/ui/harness/until.ts';
import type { DrivenWindow } from '../editor/drivenWindow.ts';

/** What a scene needs: the window on an evaluated sample, and where a picture goes. */
export interface Stage {
  readonly window: DrivenWindow;
  /** Keeps the window as it is now under this name. */
  picture(name: string): Promise<void>;
}

/** The size of a window in pictures, in CSS pixels. */
export const whole = { width: 1440, height: 900 };

/** The mouse where it lights nothing up, and a moment for what it lit to fade. */
export async function rest(window: DrivenWindow): Promise<void> {
  const size = window.page.viewportSize() ?? whole;
  await window.page.mouse.move(size.width / 2, 14);
  await window.page.waitForTimeout(600);
}

/** Waits until each place of a selector shows its picture, its video, or that it is broken. */
export async function picturesLoaded(page: Frame, selector: string): Promise<void> {
  await until(`the pictures of ${selector} have loaded`, async () => {
    return page.locator(selector).evaluateAll((places) =>
      // Runs in the page: a picture that has not come yet has no width, and a place may have no picture at all so far.
      places.every((place) => {
        const image = place.querySelector('img');
        return image === null ? place.querySelector('video, .card-broken') !== null : image.naturalWidth > 0;
      }),
    );
  });
}
