import type { Locator, Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { themes, usePage } from './pageKit.ts';

// The scores page over an invented host that scores with the product's own code.

/** What the page's own scope holds, for functions that run there. */
interface InPage {
  readonly fakeHost: {
    heal(): void;
    changed(): void;
    goOn(share: number): void;
    send(name: string, params: unknown): void;
  };
  readonly document: {
    readonly activeElement: { readonly dataset: Record<string, string> } | null;
  };
}

const kit = usePage();
const { violations, asked } = kit;
let page: Page;
beforeEach(() => {
  page = kit.page;
});

const open = (query: string): Promise<unknown> => kit.open(`scores?${query}`);
/** The table of runs of the stage that most tests look at. */
const emotion = (): Locator => page.getByRole('group', { name: 'memo-progressive: emotion', exact: true });
const matrix = (): Locator => page.getByRole('grid', { name: 'Confusion of emotion' });

const activePlace = (): Promise<string | undefined> =>
  page.evaluate(() => (globalThis as unknown as InPage).document.activeElement?.dataset['place']);

describe.each(themes)('%s', (theme) => {
  it('has no accessibility faults with one run, a comparison, and a run that goes on', async () => {
    await open(`theme=${theme}`);
    await matrix().waitFor();
    await page.getByText('How to read these figures').first().click();
    expect(await violations()).toEqual([]);
    await page.evaluate(() => sessionStorage.clear());
    await open(`theme=${theme}&runs=10&comparison=1&running=1`);
    await page.getByRole('button', { name: /Comparison of 8 runs/ }).click();
    await page.getByText('Held against each other').waitFor();
    expect(await violations()).toEqual([]);
  });

  it('has none where there is nothing to show', async () => {
    await open(`theme=${theme}&empty=1`);
    await page.getByText('Nothing has been evaluated yet.').waitFor();
    expect(await violations()).toEqual([]);
    await open(`theme=${theme}&fail=1`);
    await page.getByText('The scores could not be fetched.').waitFor();
    expect(await violations()).toEqual([]);
  });
});

describe('the scores page', () => {
  it('says figure, denominator, interval, scale and direction of a run', async () => {
    await open('theme=dark');
    await emotion().waitFor();
    const row = emotion().getByRole('row').nth(1);
    expect(await row.innerText()).toMatch(/gpt-4o[\s\S]*0\.859\s+371 of 432\s+0\.823–0\.888[\s\S]*0\.907\s+371 of 409/);
    expect(
      await emotion()
        .getByRole('columnheader', { name: /Strict/ })
        .innerText(),
    ).toMatch(/0 to 1 ↑/);
    expect(
      await emotion()
        .getByRole('columnheader', { name: /Strict/ })
        .textContent(),
    ).toContain('higher is better');
    await page
      .getByText(/Refused: 2\.8 % of the 432 that were asked/)
      .first()
      .waitFor();
    await page.getByText(/Polarity table in force/).waitFor();
    const degree = page.getByRole('group', { name: 'memo-progressive: degree', exact: true });
    expect(await degree.getByRole('columnheader', { name: /RMSE/ }).innerText()).toMatch(/0 to 4 ↓/);
    expect(await degree.innerText()).toMatch(/all portraits[\s\S]*mean within labels/);
  });

  it('goes through the confusion matrix by keyboard and opens a cell in the gallery', async () => {
    await open('theme=dark');
    await matrix().locator('[data-place="0:0"]').focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight']) await page.keyboard.press(key);
    expect(await activePlace()).toBe('2:1');
    await page.getByText('angry answered as sad: 2 of 82 (2.4 %)').waitFor();
    await page.keyboard.press('Enter');
    expect(await asked('openCell')).toEqual([
      { run: '2026-03-02-r0', stage: 'emotion', truth: 'angry', answer: { label: 'sad' } },
    ]);
    await page.keyboard.press('End');
    await page.keyboard.press(' ');
    expect((await asked('openCell')).at(-1)).toMatchObject({ truth: 'angry', answer: { other: 'unparsed' } });
    for (const key of ['Control+Home', 'ArrowLeft', 'ArrowUp']) await page.keyboard.press(key);
    expect(await activePlace()).toBe('0:0');
    // One stop for the Tab key, wherever the person is.
    expect(await matrix().locator('[tabindex="0"]').count()).toBe(1);
  });

  it('opens no gallery for a cell without portraits', async () => {
    await open('theme=dark');
    await matrix().locator('.cell.none').first().click();
    await matrix().locator('.cell.diagonal').first().click();
    expect(await asked('openCell')).toHaveLength(1);
  });

  it('lays runs side by side, best first, and shows the details of the one that is chosen', async () => {
    await open('theme=dark&runs=4');
    await emotion().waitFor();
    for (const name of [/gpt-4o/, /qwen/, /internvl3/]) await page.getByRole('checkbox', { name }).check();
    await page.getByText('4 of 4 shown').waitFor();
    await expect.poll(() => emotion().locator('tbody tr').count(), { timeout: 20_000 }).toBe(4);
    const strict = await emotion().locator('tbody tr td:nth-of-type(1) .figure-value').allInnerTexts();
    const values = strict.map((text) => Number.parseFloat(text));
    expect(values).toEqual([...values].sort((a, b) => b - a));
    await emotion().getByRole('button', { name: 'qwen2.5-vl-72b-instruct' }).click();
    await page.getByText('Details of qwen2.5-vl-72b-instruct, plain').first().waitFor();
    await emotion().getByText('a small CNN, not an MLLM').waitFor();
  });

  it('finds choice, details and place again in its next life', async () => {
    await open('theme=dark&runs=4');
    await page.getByRole('checkbox', { name: /gpt-4o/ }).check();
    await emotion().getByRole('button', { name: 'local/expression-baseline' }).click();
    await page.getByText('Details of local/expression-baseline, plain').first().waitFor();
    const figures = page.locator('.figures');
    await figures.evaluate((place) => ((place as unknown as { scrollTop: number }).scrollTop = 700));
    await expect.poll(() => page.evaluate(() => sessionStorage.getItem('state'))).toContain('"scroll":700');
    await page.reload();
    await page.getByText('Details of local/expression-baseline, plain').first().waitFor();
    await page.getByText('2 of 4 shown').waitFor();
    await expect
      .poll(() => figures.evaluate((place) => (place as unknown as { scrollTop: number }).scrollTop))
      .toBe(700);
  });

  it('follows a run that goes on, and keeps focus and place meanwhile', async () => {
    await open('theme=dark&running=1');
    await page.getByText(/running · 173 of 432 portraits/).waitFor();
    await matrix().locator('[data-place="1:1"]').click();
    const before = await page
      .locator('.figures')
      .evaluate((place) => (place as unknown as { scrollTop: number }).scrollTop);
    await page.evaluate(() => (globalThis as unknown as InPage).fakeHost.goOn(0.7));
    await page.getByText(/running · 302 of 432 portraits/).waitFor();
    await expect.poll(() => emotion().innerText(), { timeout: 10_000 }).toMatch(/of 302/);
    expect(await activePlace()).toBe('1:1');
    const after = await page
      .locator('.figures')
      .evaluate((place) => (place as unknown as { scrollTop: number }).scrollTop);
    expect(after).toBe(before);
  });

  it('asks for scores at most once a second, however many changes are told', async () => {
    await open('theme=dark&running=1');
    await emotion().waitFor();
    const began = (await asked('info')).length;
    await page.evaluate(() => {
      for (let n = 0; n < 200; n++) (globalThis as unknown as InPage).fakeHost.changed();
    });
    await expect.poll(async () => (await asked('info')).length, { timeout: 10_000 }).toBe(began + 1);
  });

  it('copies and writes out what is shown, and says so', async () => {
    await open('theme=dark&runs=2');
    await page.getByRole('checkbox', { name: /gpt-4o/ }).check();
    await emotion().waitFor();
    for (const name of ['Markdown', 'LaTeX', 'CSV', 'Open as Document'])
      await page.getByRole('button', { name }).click();
    const runs = ['2026-03-02-r1', '2026-03-02-r0'];
    expect(await asked('copy')).toEqual(['markdown', 'latex', 'csv'].map((format) => ({ runs, format })));
    expect(await asked('openDocument')).toEqual([{ runs }]);
    await expect.poll(() => page.getByRole('status').innerText()).toBe('Copied as CSV');
    await open('theme=dark&noClipboard=1');
    await page.getByRole('button', { name: 'CSV' }).click();
    await page.getByRole('alert').getByText('The clipboard cannot be written.').waitFor();
  });

  it('shows the comparison that it is opened with', async () => {
    await open('theme=dark&runs=10&comparison=1');
    await emotion().waitFor();
    await page.evaluate(() => (globalThis as unknown as InPage).fakeHost.send('show', { comparison: 'c1' }));
    await page.getByText('8 of 10 shown').waitFor();
    const table = page.getByRole('group', { name: 'memo-progressive: emotion, strategies by models' });
    await expect.poll(() => table.getByRole('row').count(), { timeout: 20_000 }).toBe(9);
    await page
      .getByRole('checkbox', { name: /gpt-4o/ })
      .first()
      .check();
    await page.getByText('9 of 10 shown').waitFor();
  });

  it('opens the portraits of a generator', async () => {
    await open('theme=dark&empty=1');
    await page.getByRole('button', { name: 'facet', exact: true }).click();
    await page.getByRole('button', { name: /facet, sad: 92 % 11\/12/ }).click();
    expect(await asked('openGenerator')).toEqual([{ generator: 'facet' }, { generator: 'facet', prompted: 'sad' }]);
    await page.getByRole('button', { name: 'Evaluate Benchmark...' }).click();
    expect(await asked('evaluate')).toHaveLength(1);
  });

  it('shows hostile labels as text', async () => {
    await open('theme=dark&labels=hostile&protocol=memo-direct');
    await matrix().waitFor();
    const heads = await matrix().getByRole('rowheader').allTextContents();
    expect(heads[0]).toBe('<img src=x onerror=alert(1)>');
    expect(heads).toContain('__proto__');
    expect(heads).toContain('constructor');
    expect(await page.locator('main img').count()).toBe(0);
    expect(await violations()).toEqual([]);
  });

  it('holds 24 runs of 60 labels', async () => {
    await open('theme=dark&runs=24&labels=60&portraits=600&protocol=memo-direct&resamples=10');
    await page.getByText('1 of 24 shown').waitFor();
    await page.getByText('emotion 60').first().waitFor();
    expect(await matrix().locator('.cell').count()).toBeGreaterThan(3600);
    await page.evaluate(() => {
      const runs = Array.from(
        { length: 24 },
        (_none, n) => `2026-03-${String(2 + Math.floor(n / 2)).padStart(2, '0')}-r${n}`,
      );
      (globalThis as unknown as InPage).fakeHost.send('show', { runs });
    });
    const board = page.getByRole('group', { name: 'memo-direct: emotion', exact: true });
    await expect.poll(() => board.locator('tbody tr').count(), { timeout: 60_000 }).toBe(24);
  });

  it('names a run that cannot be scored, and scores the others', async () => {
    await open('theme=dark&runs=2&broken=2026-03-02-r0');
    await page.getByRole('checkbox', { name: /gpt-4o/ }).check();
    await page.getByText('gpt-4o: Nothing of protocol x can be asked of this benchmark.').waitFor();
    expect(await emotion().locator('tbody tr').count()).toBe(1);
  });

  it('tries again when the host could not be asked', async () => {
    await open('theme=dark&fail=1');
    await page.getByText('EACCES').waitFor();
    await page.evaluate(() => (globalThis as unknown as InPage).fakeHost.heal());
    await page.getByRole('button', { name: 'Try Again' }).click();
    await emotion().waitFor();
  });

  it.each([400, 620, 820, 1000, 1600])('fits into %i px: only tables scroll sideways', async (width) => {
    await page.setViewportSize({ width, height: 900 });
    await open('theme=light&runs=3');
    await emotion().waitFor();
    expect(await kit.width()).toBe(width);
    for (const place of ['.figures', '.columns', '.runs']) {
      const over = await page.locator(place).evaluate((element) => {
        const box = element as unknown as { scrollWidth: number; clientWidth: number };
        return box.scrollWidth - box.clientWidth;
      });
      expect(over, place).toBeLessThanOrEqual(0);
    }
    expect(await violations()).toEqual([]);
  });
});
