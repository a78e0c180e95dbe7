import { imageSize } from '../images/sniff.ts';
import type { ImageSize } from '../images/sniff.ts';
import type { ConnectionProfile } from '../models/connection.ts';
import type { ModelAnswer, ModelRequest, Usage } from '../models/model.ts';

/** How the probe found that a server counts a picture. */
export type PictureTokens = ConnectionProfile['pictureTokens'];

/** English text in the tokenisers of today: about four characters a token. An assumption of ours. */
const charactersPerToken = 4;
/** A bare label, or a page of reasoning before it. An assumption of ours. */
const answerTokens = { plain: 10, reasoned: 300 };

/** Tokens of a text, estimated: four ASCII characters a token, and one for each other character (Chinese, mostly). */
export function textTokens(text: string): number {
  let others = 0;
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 127) others++;
  return (text.length - others) / charactersPerToken + others;
}

/** Tokens of an answer nobody has seen yet: 10 for a plain question, else 300, or the token limit where that is lower. */
export function expectedAnswerTokens(isPlain: boolean, maxTokens = Infinity): number {
  return Math.min(isPlain ? answerTokens.plain : answerTokens.reasoned, maxTokens);
}

/**
 * Tokens of a picture as it is sent. By the probe's line where there is one. Else as in OpenAI's high detail: fitted into
 * 2048 x 2048, its shorter side brought down to 768, then 85 and 170 for each tile of 512 x 512 (OpenAI, "Images and
 * vision", calculating costs). Other servers count in other ways.
 */
export function pictureTokens(size: ImageSize, measured?: PictureTokens): number {
  const { width, height } = size;
  if (measured !== undefined) {
    return Math.max(0, measured.base + (measured.perMegapixel * width * height) / 1e6);
  }
  const fitted = Math.min(1, 2048 / Math.max(width, height));
  const scale = fitted * Math.min(1, 768 / (Math.min(width, height) * fitted));
  const tiles = Math.ceil((width * scale) / 512) * Math.ceil((height * scale) / 512);
  return 85 + 170 * tiles;
}

/** Input tokens of a question, estimated from its texts and the sizes of its pictures. */
export function questionTokens(request: Pick<ModelRequest, 'messages'>, measured?: PictureTokens): number {
  let tokens = 0;
  for (const part of request.messages.flatMap(({ parts }) => parts)) {
    if (part.type === 'text') tokens += textTokens(part.text);
    else {
      const size = imageSize(part.image.bytes);
      if (size !== undefined) tokens += pictureTokens(size, measured);
    }
  }
  return Math.ceil(tokens);
}

/** What an answer took where the server did not say; all that was said counts, reasoning too. */
export function estimatedUsage(
  request: Pick<ModelRequest, 'messages'>,
  answer: Pick<ModelAnswer, 'reply' | 'reasoning' | 'refusal'>,
  measured?: PictureTokens,
): Usage {
  const said = [answer.reply, answer.reasoning ?? '', answer.refusal ?? ''].reduce(
    (sum, one) => sum + textTokens(one),
    0,
  );
  return { input: questionTokens(request, measured), output: Math.ceil(said), cached: 0 };
}
