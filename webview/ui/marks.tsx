import type { VNode } from 'preact';
import type { Standing } from '../../src/protocol/views.ts';
import { emotionTone } from './emotions.ts';
import { Icon } from './icon.tsx';
import { answerText, standingFace } from './standing.ts';

/** A label with its colour beside it. The name is untrusted, so its direction is kept to itself. */
export function EmotionWord({ label, labels }: { readonly label: string; readonly labels: readonly string[] }): VNode {
  return (
    <span class="emotion">
      <span class={`emotion-mark emotion-${emotionTone(label, labels)}`} aria-hidden="true" />
      <bdi>{label}</bdi>
    </span>
  );
}

/** Glyph and answer, or glyph and word. */
export function StandingLine(props: { readonly standing: Standing; readonly answer?: string | undefined }): VNode {
  const { glyph, tone, word } = standingFace(props.standing);
  return (
    <span class="standing" title={word}>
      <Icon name={glyph} tone={tone} />
      <bdi>{answerText(props.standing, props.answer)}</bdi>
    </span>
  );
}
