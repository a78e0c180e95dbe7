import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rest, type Stage } from './stage.ts';

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
