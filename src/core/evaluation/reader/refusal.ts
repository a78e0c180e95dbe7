import { foldText, originalSpan } from '../../affect/foldText.ts';

const filtered = new Set([
  'content_filter',
  'safety',
  'refusal',
  'prohibited_content',
  'blocklist',
  'spii',
  'image_safety',
]);
const cut = new Set([
  'length',
  'max_tokens',
  'max_output_tokens',
  'model_length',
  'token_limit',
  'max_length',
  'incomplete',
]);

/** Whether a server's finish reason says that a filter stopped or withheld the answer. */
export function isFiltered(finish: string | undefined): boolean {
  return finish !== undefined && filtered.has(finish.toLowerCase());
}

/** Whether a server's finish reason says that the token limit cut the answer. */
export function isCut(finish: string | undefined): boolean {
  return finish !== undefined && cut.has(finish.toLowerCase());
}

/** Longer replies refuse, if they do, within this many characters of their beginning or end. */
const looked = 4000;

const wording = new RegExp(
  [
    "\\bi(?:'m| am)? (?:really |very |so |truly )?sorry\\b",
    '\\bmy apologies\\b|\\bi (?:must |have to )?apologi[sz]e\\b|\\bsorry, (?:but )?i\\b|^\\W*sorry\\b',
    "\\bi(?:'m| am)? (?:just |simply |currently |still |also )?(?:cannot|can't|can not|won't|will not|unable to|not able to|not allowed to|not permitted to|not comfortable|don't feel comfortable|do not feel comfortable|must decline|have to decline|decline|not going to|not in a position|refuse|prefer not|should not|shouldn't|(?:need|have|'ll have|will have|am going to have|'m going to have) to (?:decline|refuse))\\b",
    "\\bi(?:'d| would) (?:rather not|prefer not)\\b|\\bi (?:don't|do not) (?:identify|infer|analy[sz]e|assess|provide|offer|perform|speculate|comment on|judge|guess|have the ability|make (?:inferences|judg))",
    "\\b(?:can't|cannot|unable to|not able to|can not) (?:help|assist|comply|fulfil|fulfill|provide|identify|determine|infer|assess|analy[sz]e|answer)\\b",
    '\\bas an ai\\b|\\bagainst (?:my|our|the) (?:policy|policies|guidelines|programming)\\b|\\b(?:violates?|against) [a-z ]{0,20}(?:policy|policies|guidelines)\\b',
    "\\bmy (?:guidelines|policies|policy|programming|instructions|rules) (?:prevents?|prohibits?|forbids?|restricts?|(?:do|does) not allow|(?:don|doesn)'t allow)\\b|\\bnot possible for me to\\b|\\bnot something (?:that )?i(?:'m| am| can)\\b|\\bsomething i (?:can't|cannot|need to decline|have to decline|must decline)\\b",
    '\\b(?:not appropriate|inappropriate|improper) (?:for me )?to\\b|\\bi must (?:respectfully )?decline\\b|\\bdecline to (?:answer|identify|provide)\\b',
    '我(?:无法|不能|没办法|不可以|没有办法|不便|無法)|(?:抱歉|对不起|對不起|不好意思)[，,。！]?|无法(?:识别|判断|确定|分析|提供|回答|协助|帮助|满足)|作为(?:一个|一名)?(?:ai|人工智能|语言模型)|拒绝(?:回答|提供)|不(?:能|便)(?:回答|提供|识别|判断)|(?:回答|识别|判断|分析|提供|帮)不了',
  ].join('|'),
  'u',
);

function findWording(original: string, offset: number): readonly [number, number] | undefined {
  const folded = foldText(original);
  const match = wording.exec(folded.text);
  if (match === null) return undefined;
  const [start, end] = originalSpan(folded, match.index, match.index + match[0].length);
  return [offset + start, offset + end];
}

/** Rule 8: where a text declines to answer, in UTF-16 units; `undefined` when it does not. */
export function refusalWords(original: string): readonly [number, number] | undefined {
  const head = findWording(original.slice(0, looked), 0);
  if (head !== undefined || original.length <= looked) return head;
  const from = original.length - looked;
  return findWording(original.slice(from), from);
}
