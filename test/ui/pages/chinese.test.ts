import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { inRepository } from '../../../scripts/repository.ts';
import { usePage } from './pageKit.ts';

// Every page in Simplified Chinese: whole, accessible, and with no sentence left in English that has a translation.

const bundle = JSON.parse(readFileSync(inRepository('l10n/bundle.l10n.zh-cn.json'), 'utf8')) as Record<string, string>;
const translated = new Set(Object.keys(bundle).filter((english) => bundle[english] !== english));

/** Words of the benchmark and of protocols, which are the same in every language. */
const ofTheData = new Set('happy sad angry surprise worry neutral positive negative none polarity degree'.split(' '));

const kit = usePage();
const { open, violations, width } = kit;
let page: Page;
beforeEach(() => {
  page = kit.page;
});

/** Every text and every name for screen readers on the page. */
function said(): Promise<string[]> {
  return page.evaluate(() => {
    const texts: string[] = [];
    const walk = (node: Node): void => {
      if (node.nodeType === 3) texts.push(node.textContent?.trim() ?? '');
      if (node instanceof Element) {
        if (node.tagName === 'SCRIPT') return;
        for (const name of ['aria-label', 'title', 'placeholder', 'alt']) texts.push(node.getAttribute(name) ?? '');
        node.shadowRoot?.childNodes.forEach(walk);
      }
      node.childNodes.forEach(walk);
    };
    walk(document.body);
    return texts.filter((text) => text !== '');
  });
}

describe('in Simplified Chinese', () => {
  it.each([
    ['gallery', '.card', 'gallery?theme=dark'],
    ['portrait', '.portrait-picture', 'portrait?theme=dark'],
    ['scores', 'table', 'scores?theme=dark'],
    ['configure', '.parts', 'configure?theme=dark'],
  ])('%s leaves nothing in English', async (name, ready, path) => {
    await open(`${path}&lang=zh-cn`);
    await page.locator(ready).first().waitFor();
    if (name === 'gallery') {
      await page.locator('[data-index="4"]').dblclick();
      await page.locator('.detail .picture-frame').waitFor();
    }
    const texts = await said();
    expect(texts.some((text) => /[\u4e00-\u9fff]/.test(text))).toBe(true);
    expect(texts.filter((text) => translated.has(text) && !ofTheData.has(text))).toEqual([]);
    await page.screenshot({ path: inRepository('artefacts', 'ui', `${name}-zh-cn.png`) });
    expect(await violations()).toEqual([]);
    expect(await width()).toBeLessThanOrEqual(1280);
  });
});
