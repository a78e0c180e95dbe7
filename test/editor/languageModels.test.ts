import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ModelRequest, ModelResult } from '../../src/core/models/model.ts';
import { editorChoices, editorModel } from '../../src/editor/evaluation/languageModels.ts';
import { encodePng } from '../../src/platform/node/pictures/png.ts';
import type { TestModels } from './languageModelProvider/extension.ts';

const picture = encodePng({ width: 8, height: 8, data: new Uint8ClampedArray(256).fill(200) });
const request: ModelRequest = {
  messages: [
    {
      role: 'user',
      parts: [
        { type: 'image', image: { bytes: picture, mime: 'image/png', sha256: '' } },
        { type: 'text', text: 'Which emotion?' },
      ],
    },
    { role: 'assistant', parts: [{ type: 'text', text: 'happy' }] },
    { role: 'user', parts: [{ type: 'text', text: 'How strong?' }] },
  ],
  parameters: {},
  stage: { id: 'emotion', question: '?', answer: { kind: 'open', labels: [] } },
};

async function provider(): Promise<TestModels> {
  const extension = vscode.extensions.getExtension<TestModels>('emolens-test.models');
  if (extension === undefined) throw new Error('the extension with the test models is not installed');
  const models = await extension.activate();
  models.requests.length = 0;
  return models;
}

async function ask(signal = new AbortController().signal): Promise<ModelResult> {
  const choice = (await editorChoices()).find(({ name }) => name === 'editor/emolens-test/seeing');
  if (choice?.kind !== 'editor') throw new Error('the test model is not offered');
  return editorModel(choice.model).ask(request, signal);
}

describe('a language model of the editor', () => {
  it('is sent the picture and the turns of the conversation, and its pieces are one reply', async () => {
    const models = await provider();
    models.answer = () => 'ANSWER: happy';
    assert.deepEqual(await ask(), { ok: true, answer: { reply: 'ANSWER: happy' } });
    const [messages] = models.requests;
    assert.deepEqual(
      messages?.map(({ role }) => role),
      ['user', 'assistant', 'user'],
    );
    const [image, text] = messages[0]?.parts ?? [];
    assert.ok(image !== undefined && 'mime' in image && image.mime.startsWith('image/') && image.bytes > 0);
    assert.deepEqual(text, { text: 'Which emotion?' });
  });

  it('stops a run where the editor gives no permission or the quota is spent, and says why', async () => {
    const models = await provider();
    for (const error of [
      vscode.LanguageModelError.NoPermissions('not allowed'),
      vscode.LanguageModelError.Blocked('quota spent'),
    ]) {
      models.answer = () => Promise.reject(error);
      const result = await ask();
      assert.ok(!result.ok && 'failure' in result);
      assert.equal(result.failure.kind, 'forbidden');
      assert.match(result.failure.detail, /not allowed|quota spent/);
    }
  });

  it('is an unknown model when it has gone', async () => {
    const models = await provider();
    models.answer = () => Promise.reject(vscode.LanguageModelError.NotFound('gone'));
    const result = await ask();
    assert.ok(!result.ok && 'failure' in result && result.failure.kind === 'unknownModel');
  });

  it("fails with the provider's own words, and with no words at all it is an empty answer", async () => {
    const models = await provider();
    models.answer = () => Promise.reject(new Error('the picture is too dark'));
    const failed = await ask();
    assert.ok(!failed.ok && 'failure' in failed);
    assert.equal(failed.failure.kind, 'modelError');
    assert.match(failed.failure.detail, /too dark/);
    models.answer = () => '';
    const empty = await ask();
    assert.ok(!empty.ok && 'failure' in empty && empty.failure.kind === 'emptyResponse');
  });

  it('is cancelled, and the provider is told', async () => {
    const models = await provider();
    const abort = new AbortController();
    let wasTold = false;
    models.answer = async (_request, cancelled) => {
      abort.abort();
      await cancelled;
      wasTold = true;
      return 'too late';
    };
    assert.deepEqual(await ask(abort.signal), { ok: false, cancelled: true });
    assert.equal(wasTold, true);
  });
});
