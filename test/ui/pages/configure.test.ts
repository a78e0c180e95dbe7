import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { inRepository } from '../../../scripts/repository.ts';
import { themes, usePage } from './pageKit.ts';

// The page that corrects inferences, over an invented host that opens a folder in memory with the product's own code.

interface InPage {
  readonly fakeHost: { saved(): unknown; heal(): void };
}

const kit = usePage(1000);
const { violations, width } = kit;
let page: Page;
beforeEach(() => {
  page = kit.page;
});

async function open(query = 'theme=dark'): Promise<void> {
  await kit.open(`configure?${query}`);
  await page.locator('.parts').waitFor();
}

const figure = (word: string) => page.locator('.figure', { hasText: word }).locator('.figure-number');
const saved = (): Promise<unknown> => page.evaluate(() => (globalThis as unknown as InPage).fakeHost.saved());

describe('the page that corrects inferences', () => {
  it.each(themes)('is whole and accessible in %s', async (theme) => {
    await open(`theme=${theme}`);
    await page.getByText('What is wrong with the data').click();
    await page.screenshot({ path: inRepository('artefacts', 'ui', `configure-${theme}.png`) });
    expect(await violations()).toEqual([]);
    expect(await width()).toBeLessThanOrEqual(1280);
  });

  it('shows real rows with the role of each column, and names taken apart', async () => {
    await open();
    await expectText('annotation_emo.csv');
    expect(await page.getByLabel('What Distortions holds').inputValue()).toBe('label');
    expect(await page.getByLabel('What Score holds').inputValue()).toBe('degree');
    expect(
      await page.locator('vscode-text-field').evaluate((field) => (field as unknown as { value: string }).value),
    ).toBe('{generator}_{prompted}_{prompt}');
    expect(await page.locator('td', { hasText: 'brushwork' }).count()).toBeGreaterThan(0);
  });

  it('says how sure each guess is, and why, until a person corrects it', async () => {
    await open();
    const said = (column: string) => page.locator('thead th', { hasText: column }).locator('.judgement');
    expect(await said('Score').textContent()).toBe('90 % sure, by its name');
    await page.getByLabel('What Score holds').selectOption('quality');
    await said('Score').filter({ hasText: 'as you corrected it' }).waitFor();
    await page.getByLabel('What Score holds').selectOption('');
    await said('Score').waitFor({ state: 'detached' });
    await open('theme=dark&lang=zh-cn');
    expect(await said('Distortions').textContent()).toBe('90 % 把握，依据列名');
  });

  it('previews the effect of a correction before anything is written, and saves it', async () => {
    await open();
    expect(await figure('without a label').textContent()).toBe('1');
    await page.getByLabel('The label that hapy stands for').selectOption('happy');
    await page.locator('.effect:not([aria-busy=true]) .figure', { hasText: '(now 1)' }).waitFor();
    expect(await figure('without a label').textContent()).toBe('0');
    expect(await saved()).toEqual({ version: 1 });
    await page.getByText('Save Corrections').click();
    await page.getByText('Corrections are saved').waitFor({ state: 'attached' });
    expect(await saved()).toEqual({ version: 1, foldings: { hapy: 'happy' } });
  });

  it('takes a role from a column, and gives it back with everything else', async () => {
    await open();
    await page.getByLabel('What Score holds').selectOption('');
    await page.getByText('Scales').waitFor({ state: 'detached' });
    await page.getByText('Undo Changes').click();
    expect(await page.getByLabel('What Score holds').inputValue()).toBe('degree');
    expect(await saved()).toEqual({ version: 1 });
  });

  it('keeps a correction that could not be written, and says why', async () => {
    await open('theme=dark&readOnly');
    await page.getByLabel('Polarity of happy').selectOption('none');
    await page.locator('.effect:not([aria-busy=true])').waitFor();
    await page.getByText('Save Corrections').click();
    await page.locator('.action-error', { hasText: 'may not be written' }).waitFor();
    expect(await page.getByLabel('Polarity of happy').inputValue()).toBe('none');
  });

  it('offers to try again where the benchmark could not be read', async () => {
    await kit.open('configure?fail');
    await page.getByText('EACCES').waitFor();
    await page.evaluate(() => (globalThis as unknown as InPage).fakeHost.heal());
    await page.getByText('Try Again').click();
    await page.locator('.parts').waitFor();
  });

  it('shows hostile names and words as text', async () => {
    await open('theme=dark&hostile');
    await page.locator('.parts bdi', { hasText: '<img src=x onerror=alert(1)>' }).first().waitFor();
    expect(await page.locator('.parts img').count()).toBe(0);
  });
});

async function expectText(text: string): Promise<void> {
  await page.getByText(text).first().waitFor();
}
