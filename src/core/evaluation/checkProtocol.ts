import type { Protocol, Stage } from './protocol.ts';

/** A contradiction inside a protocol that its schema cannot see. `path` is the place in the JSON. */
export interface ProtocolFault {
  readonly kind:
    'duplicateStage' | 'gateNotEarlier' | 'gateUnknownAnswer' | 'gateWithoutTruth' | 'emptyScale' | 'duplicateLabel';
  readonly protocol: string;
  readonly stage: string;
  readonly path: readonly (string | number)[];
  /** The value at fault: a stage's id, an answer, a label. */
  readonly value: string;
}

function answersOf(stage: Stage): readonly string[] | undefined {
  const answer = stage.answer;
  if (answer.kind === 'yesNo') return ['yes', 'no'];
  if (answer.kind !== 'choice') return undefined;
  if (answer.labels === 'polarities') return ['positive', 'neutral', 'negative'];
  return answer.labels === 'labels' ? undefined : answer.labels;
}

function hasTruth(stage: Stage): boolean {
  const answer = stage.answer;
  if (answer.truth !== undefined) return true;
  return (answer.kind === 'choice' || answer.kind === 'ranked') && typeof answer.labels === 'string';
}

type Add = (kind: ProtocolFault['kind'], path: readonly (string | number)[], value: string) => void;

function checkGate(stage: Stage, earlier: readonly Stage[], add: Add): void {
  const gate = stage.when;
  if (gate === undefined) return;
  const target = earlier.find((one) => one.id === gate.stage);
  if (target === undefined) {
    add('gateNotEarlier', ['when', 'stage'], gate.stage);
    return;
  }
  const answers = answersOf(target);
  gate.is?.forEach((value, index) => {
    if (answers !== undefined && !answers.includes(value)) add('gateUnknownAnswer', ['when', 'is', index], value);
  });
  if (gate.correct !== undefined && !hasTruth(target)) add('gateWithoutTruth', ['when', 'correct'], gate.stage);
}

function checkAnswer(stage: Stage, add: Add): void {
  const answer = stage.answer;
  if (answer.kind === 'number' && typeof answer.scale === 'object' && answer.scale.min >= answer.scale.max) {
    add('emptyScale', ['answer', 'scale'], `${answer.scale.min} to ${answer.scale.max}`);
  }
  if ((answer.kind === 'choice' || answer.kind === 'ranked') && typeof answer.labels === 'object') {
    const labels = answer.labels;
    labels.forEach((label, index) => {
      if (labels.indexOf(label) < index) add('duplicateLabel', ['answer', 'labels', index], label);
    });
  }
}

/** All contradictions inside a protocol, in the order of the file; none for a sound one. */
export function checkProtocol(protocol: Protocol): readonly ProtocolFault[] {
  const faults: ProtocolFault[] = [];
  protocol.stages.forEach((stage, index) => {
    const add: Add = (kind, path, value) =>
      faults.push({ kind, protocol: protocol.id, stage: stage.id, path: ['stages', index, ...path], value });
    const earlier = protocol.stages.slice(0, index);
    if (earlier.some((one) => one.id === stage.id)) add('duplicateStage', ['id'], stage.id);
    checkGate(stage, earlier, add);
    checkAnswer(stage, add);
  });
  return faults;
}
