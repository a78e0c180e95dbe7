import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { themes, usePage } from './pageKit.ts';

// The pages over a fake host: every theme, every width, the keyboard, and what a hostile benchmark could put into them.

/** What the pages' own scope holds, for functions that run there. */
interface InPage {
  readonly fakeHost: { heal(): void; send(name: string, params: unknown): void };
  readonly document: { readonly activeElement: { readonly id: string } | null };
}

const kit = usePage();
const { open, violations, asked } = kit;
let page: Page;
beforeEach(() => {
  page = kit.page;
});

const focused = (): Promise<string | undefined> =>
  page.evaluate(() => (globalThis as unknown as InPage).document.activeElement?.id);

describe.each(themes)('%s', (theme) => {
  it('the gallery, its detail and its menu have no accessibility faults', async () => {
    await open(`gallery?theme=${theme}&running=1`);
    await page.locator('[data-index="4"]').dblclick();
    await page.getByRole('button', { name: 'label wrong 2' }).waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText('paused at 611 of 1296').waitFor();
    await page.getByRole('button', { name: 'Evaluate', exact: true }).click();
    await page.getByRole('menuitem', { name: /All Shown/ }).waitFor();
    expect(await violations()).toEqual([]);
  });

  it('nothing found, and a host that fails, neither', async () => {
    await open(`gallery?theme=${theme}`);
    await page.getByRole('combobox', { name: 'Query' }).fill('nobody (');
    await page.getByRole('option', { name: 'label' }).waitFor();
    await page.getByRole('combobox', { name: 'Query' }).press('Escape');
    await page.getByRole('alert').getByText('not closed').waitFor();
    expect(await violations()).toEqual([]);
    await page.getByRole('combobox', { name: 'Query' }).fill('nobody');
    await page.getByText('No portrait matches these filters.').waitFor();
    expect(await violations()).toEqual([]);
    await open(`gallery?theme=${theme}&fail=1`);
    await page.evaluate(() => sessionStorage.clear());
    await page.getByText('The portraits could not be fetched.').waitFor();
    expect(await violations()).toEqual([]);
  });

  it('what the query box offers, and headers over groups, neither', async () => {
    await open(`gallery?theme=${theme}`);
    const query = page.getByRole('combobox', { name: 'Query' });
    await query.pressSequentially('label:');
    await page.getByRole('option', { name: /^angry/ }).waitFor();
    await query.press('ArrowDown');
    expect(await violations()).toEqual([]);
    await query.press('Escape');
    await query.fill('');
    await page.locator('#group').evaluate((list) => {
      (list as unknown as { value: string }).value = '["generator","label"]';
      list.dispatchEvent(new Event('change'));
    });
    await page.getByRole('rowheader').first().waitFor();
    expect(await violations()).toEqual([]);
  });

  it('the Portrait view has no accessibility faults, at its narrowest too', async () => {
    await page.setViewportSize({ width: 250, height: 800 });
    await open(`portrait?theme=${theme}`);
    await page.getByRole('button', { name: /gpt-4o/ }).click();
    await page.getByText('memo-progressive').waitFor();
    expect(await violations()).toEqual([]);
    await open(`portrait?theme=${theme}&none=1`);
    await page.getByText('Select a portrait').waitFor();
    expect(await violations()).toEqual([]);
  });
});

describe('the gallery', () => {
  it('pauses a running evaluation, lets it go on, and stops it', async () => {
    await open('gallery?theme=dark&running=1');
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText('paused at 611 of 1296').waitFor();
    await page.getByRole('button', { name: 'Evaluate', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Go On' }).click();
    await page.getByText('about 5 min left').waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByRole('button', { name: 'Stop' }).waitFor({ state: 'detached' });
    expect([await asked('pause'), await asked('goOn'), await asked('stop')]).toEqual([[null], [null], [null]]);
  });

  it('completes a query by keyboard alone, and keeps it as a view', async () => {
    await open('gallery?theme=dark');
    const query = page.getByRole('combobox', { name: 'Query' });
    await page.keyboard.press('/');
    await page.keyboard.type('lab');
    await page.getByRole('option', { name: 'label' }).waitFor();
    expect(await query.getAttribute('aria-expanded')).toBe('true');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('option', { name: /^sad/ }).waitFor();
    expect(await query.inputValue()).toBe('label:');
    await page.keyboard.type('sa');
    await page.getByRole('option', { name: /^angry/ }).waitFor({ state: 'detached' });
    await page.keyboard.press('ArrowDown');
    await page.locator('.query-option[aria-selected=true]', { hasText: 'sad' }).waitFor();
    await page.keyboard.press('Tab');
    await expect.poll(() => query.inputValue()).toBe('label:sad ');
    await page.keyboard.press('Escape');
    await page.getByRole('listbox', { name: 'Query Suggestions' }).waitFor({ state: 'detached' });
    await page.keyboard.press('Enter');
    await page.getByText(/of 432 shown/).waitFor();
    await page.getByRole('button', { name: 'Save View...' }).click();
    await expect.poll(() => asked('saveView')).toMatchObject([{ filter: { query: 'label:sad ' } }]);
  });

  it('keeps the suggestion that a key has gone to when the answer to the last letter comes late', async () => {
    await open('gallery?theme=dark&delay=300');
    await page.locator('.card').first().waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('label:s');
    await page.getByRole('option', { name: /^surprise/ }).waitFor();
    await page.keyboard.type('a');
    const chosen = page.locator('.query-option[aria-selected=true]');
    await page.keyboard.press('ArrowDown');
    await chosen.filter({ hasText: 'sad' }).waitFor();
    await page.getByRole('option', { name: /^surprise/ }).waitFor({ state: 'detached' });
    await chosen.filter({ hasText: 'sad' }).waitFor();
    await page.keyboard.press('Tab');
    await expect.poll(() => page.getByRole('combobox', { name: 'Query' }).inputValue()).toBe('label:sad ');
  });

  it('lets a view that is chosen meanwhile win over a query that was just being typed', async () => {
    await page.clock.install();
    await open('gallery?theme=dark');
    await page.locator('.card').first().waitFor();
    const query = page.getByRole('combobox', { name: 'Query' });
    await query.fill('sad (');
    const filter = { emotions: [], generators: [], outcomes: [], review: 'all', query: 'label:happy' };
    await page.evaluate((view) => (globalThis as unknown as InPage).fakeHost.send('show', view), { filter, group: [] });
    await expect.poll(() => query.inputValue()).toBe('label:happy');
    await page.clock.fastForward(1000);
    await page.getByText(/of 432 shown/).waitFor();
    const queries = (await asked('items')).map((params) => (params as { filter: { query: string } }).filter.query);
    expect(queries).not.toContain('sad (');
    expect(await page.getByRole('listbox', { name: 'Query Suggestions' }).count()).toBe(0);
  });

  it('marks the place at which a query is not understood', async () => {
    await open('gallery?theme=dark');
    const query = page.getByRole('combobox', { name: 'Query' });
    await query.fill('sad (');
    await query.press('Escape');
    await page.getByRole('alert').getByText('not closed').waitFor();
    expect(await page.locator('.query-at').textContent()).toBe('(');
  });

  it('is gone through and judged by keyboard alone', async () => {
    await open('gallery?theme=dark');
    await page.locator('[data-index="0"]').waitFor();
    await page.locator('#grid').focus();
    for (const key of ['ArrowRight', 'ArrowRight', 'Enter']) await page.keyboard.press(key);
    await page.getByText('2 of 432').waitFor();
    await page.keyboard.press('n');
    await page.getByText('3 of 432').waitFor();
    await page.keyboard.press('2');
    await page.getByText('1 reviewed').waitFor();
    expect(await asked('verdict')).toEqual([expect.objectContaining({ verdict: 'labelWrong' })]);
    await page.keyboard.press('0');
    await page.getByText('0 reviewed').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.detail').waitFor({ state: 'detached' });
    expect(await focused()).toBe('grid');
  });

  it('finds filter, place and detail again in its next life', async () => {
    await open('gallery?theme=light');
    await page.getByRole('checkbox', { name: /^angry/ }).check();
    await page.getByText('60 of 432 shown').waitFor();
    await page.locator('[data-index="7"]').dblclick();
    await page.getByText('8 of 60').waitFor();
    await page.reload();
    await page.getByText('60 of 432 shown').waitFor();
    await page.getByText('8 of 60').waitFor();
    expect(await page.getByRole('checkbox', { name: /^angry/ }).isChecked()).toBe(true);
  });

  it('opens the detail at a click, with the card that was clicked still in sight', async () => {
    await page.setViewportSize({ width: 1200, height: 700 });
    await open('gallery?theme=dark');
    await page.locator('[data-index="12"]').click();
    await page.getByText('13 of 432').waitFor();
    const below = async (): Promise<number> => {
      const card = await page.locator('[data-index="12"]').boundingBox();
      const grid = await page.locator('#grid').boundingBox();
      if (card === null || grid === null) return Number.POSITIVE_INFINITY;
      return card.y + card.height - grid.y - grid.height;
    };
    await expect.poll(below, { timeout: 10_000 }).toBeLessThan(1);
  });

  it('reaches the last of 287,000 portraits, and none of the others is in the document', async () => {
    await page.setViewportSize({ width: 420, height: 700 });
    await open('gallery?theme=dark&count=287000&runs=1');
    await page.locator('#grid').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Control+End');
    await page.locator('[data-index="286999"] img').waitFor();
    expect(await page.locator('.card').count()).toBeLessThan(40);
  });

  it('comes back by itself once the host answers', async () => {
    await open('gallery?theme=dark&fail=1');
    await page.getByText('EACCES').first().waitFor();
    await page.evaluate(() => (globalThis as unknown as InPage).fakeHost.heal());
    await page.getByRole('button', { name: 'Try Again' }).first().click();
    await page.getByText('432 shown').waitFor();
  });

  it('shows hostile names and replies as text', async () => {
    await open('gallery?theme=dark');
    await page.locator('[data-index="7"]').dblclick();
    await page.getByRole('heading', { name: 'evil_[U+202E]gnp.exe_<img src=x onerror=alert(1)>_012.png' }).waitFor();
    await page.locator('[data-index="2"]').click();
    await page.locator('.reply').getByText('<b>Not markup</b>').waitFor();
    expect(await page.locator('.reply b, .detail-name img').count()).toBe(0);
  });

  it('says that a verdict could not be written, and takes it back from the screen', async () => {
    await open('gallery?theme=dark&readonly=1');
    await page.locator('[data-index="2"]').dblclick();
    await page.getByRole('button', { name: 'ambiguous 3' }).click();
    await page.getByRole('alert').getByText('the disk is full').waitFor();
    await page.locator('.verdict[aria-pressed=true]').waitFor({ state: 'detached' });
  });
});
