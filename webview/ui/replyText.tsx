import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';

/** A reply cut at what the answer reader used; `used` is empty when it used nothing that can be pointed at. */
export function cutReply(
  reply: string,
  span: readonly [number, number] | undefined,
): { readonly before: string; readonly used: string; readonly after: string } {
  const [start, end] = span ?? [0, 0];
  const sound = start >= 0 && end > start && end <= reply.length;
  if (!sound) return { before: reply, used: '', after: '' };
  return { before: reply.slice(0, start), used: reply.slice(start, end), after: reply.slice(end) };
}

/** What a model wrote, word for word, with what was read as its answer marked. Text nodes only: the reply is untrusted. */
export function ReplyText(props: {
  readonly reply: string;
  readonly span?: readonly [number, number] | undefined;
}): VNode {
  if (props.reply === '') return <span class="quiet">{l10n.t('(empty)')}</span>;
  const { before, used, after } = cutReply(props.reply, props.span);
  return (
    <bdi class="verbatim reply">
      {before}
      {used !== '' && <mark title={l10n.t('Read as the answer')}>{used}</mark>}
      {after}
    </bdi>
  );
}
