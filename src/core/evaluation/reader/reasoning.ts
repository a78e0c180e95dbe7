/** A reply without its reasoning. */
export interface Unreasoned {
  /** As long as the reply, with blanks where reasoning and special tokens stood, so that places stay true. */
  readonly visible: string;
  readonly reasoning?: string;
  /** A reasoning block was opened and never closed. */
  readonly unclosed: boolean;
}

const tags =
  /<(\/?)(?:think|thinking|reasoning|thoughts?|analysis|reflection|scratchpad|rationale|cot|seed:think)>|◁(\/?)think▷|\[(\/?)think\]|<\|(?:begin|(end))_of_thought\|>/giu;
/** Tokens of chat templates that some servers leave in; those around a boxed answer are kept for the answer line. */
const specialTokens = /<\|(?!(?:begin|end)_of_box)[a-z_]{2,24}\|>|<\/?s>|<(?:end|start)_of_turn>/giu;
/** What the model itself struck out, in Markdown. */
const struck = /~~(?=\S)[^~\n]{1,200}~~/gu;
const finalChannel = '<|channel|>final<|message|>';
const flatFinal = 'assistantfinal';

function blank(length: number): string {
  return ' '.repeat(length);
}

function fromPlace(reply: string, place: number): Unreasoned {
  return { visible: blank(place) + reply.slice(place), reasoning: reply.slice(0, place), unclosed: false };
}

/** gpt-oss (harmony) channels: the last `final` message is the answer, all before it is reasoning. */
function cutChannels(reply: string): Unreasoned | undefined {
  if (reply.includes('<|channel|>')) {
    const at = reply.lastIndexOf(finalChannel);
    return at >= 0
      ? fromPlace(reply, at + finalChannel.length)
      : { visible: blank(reply.length), reasoning: reply, unclosed: true };
  }
  // The same with the tokens stripped, as some servers return it.
  if (!reply.startsWith('analysis')) return undefined;
  const at = reply.lastIndexOf(flatFinal);
  return at >= 0 ? fromPlace(reply, at + flatFinal.length) : undefined;
}

function cutTags(reply: string): Unreasoned {
  const kept: string[] = [];
  const reasoning: string[] = [];
  let from = 0;
  let opened = -1;
  for (const match of reply.matchAll(tags)) {
    const closes = (match[1] ?? match[2] ?? match[3] ?? '') === '/' || match[4] !== undefined;
    const end = match.index + match[0].length;
    if (!closes) {
      if (opened >= 0) continue;
      kept.push(reply.slice(from, match.index));
      opened = match.index;
      from = match.index;
    } else if (opened >= 0) {
      reasoning.push(reply.slice(opened, end));
      kept.push(blank(end - opened));
      opened = -1;
      from = end;
    } else {
      // A lone closing tag: its opening one was part of the prompt, so everything before it is reasoning.
      reasoning.splice(0, reasoning.length, reply.slice(0, end));
      kept.splice(0, kept.length, blank(end));
      from = end;
    }
  }
  if (opened >= 0) {
    reasoning.push(reply.slice(opened));
    kept.push(blank(reply.length - opened));
  } else kept.push(reply.slice(from));
  const text = reasoning
    .map((part) => part.replace(tags, '').trim())
    .join('\n')
    .trim();
  return { visible: kept.join(''), ...(text === '' ? {} : { reasoning: text }), unclosed: opened >= 0 };
}

/** Rule 1: cuts reasoning blocks out of a reply and keeps them apart; what is struck out is gone. Linear in the length of the reply. */
export function cutReasoning(reply: string): Unreasoned {
  const cut = cutMarkup(reply);
  if (!cut.visible.includes('~~')) return cut;
  return { ...cut, visible: cut.visible.replace(struck, (text) => blank(text.length)) };
}

function cutMarkup(reply: string): Unreasoned {
  const cut = cutChannels(reply) ?? (/[<◁[]/u.test(reply) ? cutTags(reply) : { visible: reply, unclosed: false });
  if (!cut.visible.includes('<')) return cut;
  return { ...cut, visible: cut.visible.replace(specialTokens, (token) => blank(token.length)) };
}
