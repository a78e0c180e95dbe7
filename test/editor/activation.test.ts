import assert from 'node:assert/strict';
import { extensions } from 'vscode';

describe('activation', () => {
  it('succeeds', async () => {
    const extension = extensions.getExtension('emolens.emolens');
    assert.ok(extension, 'the extension is not known to this VS Code');
    await extension.activate();
    assert.equal(extension.isActive, true);
  });
});
