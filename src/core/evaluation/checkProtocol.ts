import { foreignProtocolId, questionPlaceholders, type Protocol, type Stage } from './protocol.ts';

/** A contradiction inside a protocol that its schema cannot see. `path` is the place in the JSON. */
export interface ProtocolFault {
  readonly kind:
    | 'duplicateStage'
    | 'gateUnknownStage'
    | 'gateNotEarlier'
    | 'gateUnknownAnswer'
    | 'gateWithoutTruth'
    | 'emptyScale'
    | 'levelOutsideScale'
    | 'duplicateLabel'
    | 'topBeyondLabels'
    | 'unknownPlaceholder'
    | 'idlePlaceholder'
    | 'labelBeforeAnswer';
  readonly protocol: string;
  readonly stage: string;
  readonly path: readonly (string | number)[];
  /** The value at fault: a stage's id, an answer, a label, a placeholder with its braces. */
  readonly value: string;
}

type Add = (kind: ProtocolFault['kind'], path: readonly (string | number)[], value: string) => void;

/** All contradictions inside a protocol, in the order of the file; none for a sound one. */
export function checkProtocol(protocol: Protocol): readonly ProtocolFault[] {
  const faults: ProtocolFault[] = [];
  protocol.stages.forEach((stage, index) => {
    const add: Add = (kind, path, value) =>
      faults.push({ kind, protocol: protocol.id, stage: stage.id, path: ['stages', index, ...path], value });
    const earlier = protocol.stages.slice(0, index);
    if (earlier.some((one) => one.id === stage.id)) add('duplicateStage', ['id'], stage.id);
    if (protocol.id !== foreignProtocolId) checkQuestion(stage, earlier, add);
    checkAnswer(stage, add);
    checkGate(stage, { earlier, all: protocol.stages }, add);
  });
  return faults;
}

/** The words in braces of a question that mean to be filled in, with their braces; not what LaTeX has behind a command. */
function placeholdersIn(question: string): readonly string[] {
  return [...question.matchAll(/(?<!\w)\{[A-Za-z][\w-]*\}/g)].map((match) => match[0]);
}

function checkQuestion(stage: Stage, earlier: readonly Stage[], add: Add): void {
  const { kind } = stage.answer;
  const hasOptions = kind === 'choice' || kind === 'ranked' || kind === 'yesNo';
  for (const whole of new Set(placeholdersIn(stage.question))) {
    const name = whole.slice(1, -1);
    if (!questionPlaceholders.some((one) => one === name)) add('unknownPlaceholder', ['question'], whole);
    else if (name === 'label') {
      if (!earlier.some(givesLabel)) add('labelBeforeAnswer', ['question'], whole);
    } else if (name === 'options' ? !hasOptions : kind !== 'number') add('idlePlaceholder', ['question'], whole);
  }
}

function checkAnswer(stage: Stage, add: Add): void {
  const answer = stage.answer;
  if (answer.kind === 'number' && typeof answer.scale === 'object') {
    const { min, max, levels = {} } = answer.scale;
    if (min >= max) add('emptyScale', ['answer', 'scale'], `${min} to ${max}`);
    else {
      for (const [word, value] of Object.entries(levels)) {
        if (value < min || value > max)
          add('levelOutsideScale', ['answer', 'scale', 'levels', word], `${word}: ${value}`);
      }
    }
  }
  if ((answer.kind !== 'choice' && answer.kind !== 'ranked') || typeof answer.labels === 'string') return;
  // The reader does not tell labels apart by case or blanks around them.
  const folded = answer.labels.map((label) => label.trim().toLowerCase());
  answer.labels.forEach((label, index) => {
    if (folded.indexOf(folded[index]!) < index) add('duplicateLabel', ['answer', 'labels', index], label);
  });
  if (answer.kind === 'ranked' && answer.top !== undefined && answer.top > answer.labels.length) {
    add('topBeyondLabels', ['answer', 'top'], String(answer.top));
  }
}

function checkGate(
  stage: Stage,
  { earlier, all }: { readonly earlier: readonly Stage[]; readonly all: readonly Stage[] },
  add: Add,
): void {
  const gate = stage.when;
  if (gate === undefined) return;
  const target = earlier.find((one) => one.id === gate.stage);
  if (target === undefined) {
    const isThere = all.some((one) => one.id === gate.stage);
    add(isThere ? 'gateNotEarlier' : 'gateUnknownStage', ['when', 'stage'], gate.stage);
    return;
  }
  const answers = answersOf(target);
  gate.is?.forEach((value, index) => {
    if (answers !== undefined && !answers.includes(value)) add('gateUnknownAnswer', ['when', 'is', index], value);
  });
  if (gate.correct !== undefined && !canBeRight(target)) add('gateWithoutTruth', ['when', 'correct'], gate.stage);
}

/** The answers that a gate can wait for; `undefined` where they depend on the benchmark. */
function answersOf({ answer }: Stage): readonly string[] | undefined {
  switch (answer.kind) {
    case 'yesNo':
      return ['yes', 'no'];
    case 'number':
      return [];
    case 'open':
      return undefined;
    default:
      if (answer.labels === 'polarities') return ['positive', 'neutral', 'negative'];
      return answer.labels === 'labels' ? undefined : answer.labels;
  }
}

/** A number is near the truth or far from it, and never simply right. */
function canBeRight({ answer }: Stage): boolean {
  if (answer.kind === 'number') return false;
  if (answer.truth !== undefined) return true;
  return (answer.kind === 'choice' || answer.kind === 'ranked') && typeof answer.labels === 'string';
}

function givesLabel({ answer }: Stage): boolean {
  return answer.kind === 'choice' || answer.kind === 'yesNo' || answer.kind === 'open';
}
