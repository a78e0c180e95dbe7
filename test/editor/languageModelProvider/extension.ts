import * as vscode from 'vscode';

/** A picture or a text as the provider was given it. */
export type SeenPart = { readonly text: string } | { readonly mime: string; readonly bytes: number };

/** One request as the provider was given it. */
export interface SeenRequest {
  readonly role: 'user' | 'assistant';
  readonly parts: readonly SeenPart[];
}

/** What tests hold on to: what was asked, and what is answered next. */
export interface TestModels {
  readonly requests: (readonly SeenRequest[])[];
  /** Answers a request; a thrown error is the provider's failure. `cancelled` resolves when the editor cancels. */
  answer: (request: readonly SeenRequest[], cancelled: Promise<void>) => string | Promise<string>;
}

/** Offers one language model that says what the tests tell it to. */
export function activate(context: vscode.ExtensionContext): TestModels {
  const models: TestModels = { requests: [], answer: () => 'happy' };
  const provider: vscode.LanguageModelChatProvider = {
    provideLanguageModelChatInformation: () => [
      {
        id: 'seeing',
        name: 'Seeing model',
        family: 'test',
        version: '1',
        maxInputTokens: 100_000,
        maxOutputTokens: 1000,
        capabilities: { imageInput: true },
      },
    ],
    provideLanguageModelChatResponse: async (_model, messages, _options, progress, token) => {
      const request = messages.map(seen);
      models.requests.push(request);
      const cancelled = new Promise<void>((resolve) => token.onCancellationRequested(() => resolve()));
      const reply = await models.answer(request, cancelled);
      // In two pieces, as real ones come.
      const middle = Math.ceil(reply.length / 2);
      for (const piece of [reply.slice(0, middle), reply.slice(middle)])
        progress.report(new vscode.LanguageModelTextPart(piece));
    },
    provideTokenCount: () => Promise.resolve(1),
  };
  context.subscriptions.push(vscode.lm.registerLanguageModelChatProvider('emolens-test', provider));
  return models;
}

function seen(message: vscode.LanguageModelChatRequestMessage): SeenRequest {
  return {
    role: message.role === vscode.LanguageModelChatMessageRole.User ? 'user' : 'assistant',
    parts: message.content.map((part) => {
      if (part instanceof vscode.LanguageModelTextPart) return { text: part.value };
      if (part instanceof vscode.LanguageModelDataPart) return { mime: part.mimeType, bytes: part.data.length };
      throw new Error('a part of a kind that EmoLens does not send');
    }),
  };
}
