import { appendFileSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRepository } from '../repository.ts';
import { picturesLoaded, rest, type Stage } from './stage.ts';

/** Views that somebody has saved, and beside the portraits a video and pictures of types that a browser does not know. */
export function addViewsAndMedia(folder: string): void {
  const views = [
    { name: 'Missed anger', query: 'label:angry pred:!angry' },
    { name: 'Strong and wrong', query: 'degree>4 outcome:wrong', sort: 'degree', group: ['generator'] },
    { name: 'Videos', query: 'has:video' },
  ];
  mkdirSync(join(folder, '.emolens'), { recursive: true });
  writeFileSync(join(folder, '.emolens', 'views.json'), JSON.stringify({ version: 1, views }, undefined, 2));
  const media = { 'videos/vp9.webm': 'webm', 'pictures/cmyk.tif': 'tif', 'pictures/plain.avif': 'avif' };
  for (const [fixture, type] of Object.entries(media))
    copyFileSync(inRepository('test', 'fixtures', fixture), join(folder, 'dataset', `atelier-3_happy_90.${type}`));
}

/** Makes the sample's table untidy: spellings of one label, a word that is none, a row without its picture, a broken line. */
export function makeUntidy(folder: string): void {
  const table = join(folder, 'annotation_emo.csv');
  const lines = readFileSync(table, 'utf8').split('\n');
  const changed = lines.map((line, i) => {
    if (i % 9 === 4) return line.replace(/,happy\s*$/, ',HAPPINESS');
    if (i % 11 === 5) return line.replace(/,sad\s*$/, ',Sadness');
    return i === 120 ? line.replace(/,[a-z]+\s*$/, ',hapy') : line;
  });
  writeFileSync(table, changed.join('\n'));
  appendFileSync(table, 'atelier-3_angry_999.png,2.5,angry\n"unclosed.png,3,sad\n');
}

/** What was inferred about an untidy benchmark, a correction with its preview, and the faults of the data in the tree. */
export async function configuring({ window, picture }: Stage): Promise<void> {
  await window.showSideBar();
  await window
    .treeItem(/^memo-sample/)
    .first()
    .waitFor();
  await window.palette('EmoLens: Configure Benchmark...');
  const page = await window.webview('.configure .parts');
  await rest(window);
  await picture('configure');
  await page.getByLabel('The label that hapy stands for').selectOption('happy');
  await page.locator('.effect:not([aria-busy=true]) .figure-before').first().waitFor();
  await page.locator('.labels').evaluate((table) => table.scrollIntoView({ block: 'center' }));
  await rest(window);
  await picture('configure-labels');
  await window.treeItem(/^Problems/).click();
  await window.treeItem(/^Rows without their picture/).click();
  await window
    .treeItem(/annotation_emo\.csv/)
    .first()
    .waitFor();
  await rest(window);
  await picture('problems');
}

/** Saved views in the tree, groups by other fields, what the query box offers, a view with headers, and a video. */
export async function finding({ window, picture }: Stage): Promise<void> {
  await window.treeItem(/^Problems/).click();
  await window.palette('EmoLens: Group By...');
  await window.page.locator('.quick-input-list .monaco-list-row').first().waitFor();
  await rest(window);
  await picture('group-by');
  await window.page.keyboard.press('Escape');
  await window.treeItem(/^Strong and wrong/).click();
  const page = await window.webview('.gallery .card');
  await page.locator('.grid-header').first().waitFor();
  await picturesLoaded(page, '.card-picture');
  await rest(window);
  await picture('view-grouped');
  const query = page.getByRole('combobox', { name: 'Query' });
  await query.click();
  await query.fill('label:angry pred:');
  await page.getByRole('option').first().waitFor();
  await picturesLoaded(page, '.card-picture');
  await picture('query');
  await query.press('Escape');
  await window.treeItem(/^Videos/).click();
  await page.getByText('1 of 435 shown').waitFor();
  await page.locator('.card[data-id$=".webm"]').click();
  await page.locator('video.video').waitFor();
  await picturesLoaded(page, '.card-picture');
  await rest(window);
  await picture('video');
}
