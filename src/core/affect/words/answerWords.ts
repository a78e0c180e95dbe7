import { entry } from '../lexiconEntry.ts';
import type { LexiconEntry } from '../lexicon.ts';

const polarity = { kind: 'polarity' } as const;
const yesNo = { kind: 'yesNo' } as const;
const level = { kind: 'level' } as const;
const intent = { kind: 'intent' } as const;
const proposition = { kind: 'proposition' } as const;

/**
 * Words of the answers that are not emotions: polarity, yes and no, degree, intents, and what the yes-or-no tasks ask about.
 * The third polarity has no entry: `neutral` is the same word there and among the emotions.
 */
export const answerWords: readonly LexiconEntry[] = [
  entry('positive', 'positive, positivity, positively, positives', '积极 正面 正向 正性 积极的 正面的 積極', polarity),
  entry(
    'negative',
    'negative, negativity, negatively, negatives',
    '消极 负面 负向 负性 消极的 负面的 消極 負面',
    polarity,
  ),
  entry('mixed', 'mixed', '混合', polarity),
  entry('yes', 'yes, yeah, yep, yup, affirmative, true', '是 是的 对 对的 有 会 對', yesNo),
  entry('no', 'no, nope, nah, false', '否 不是 没有 不 不是的 并不是 沒有 不会', yesNo),
  entry(
    'very low',
    'very low, very weak, very mild, very slight, minimal, barely perceptible',
    '非常弱 很弱 极弱 非常低 很低',
    { ...level, within: 'low' },
  ),
  entry('low', 'low, weak, mild, slight, subtle, faint', '低 弱 轻微 轻度 较弱 较低', level),
  entry('medium', 'medium, moderate, moderately, average, middle, mid', '中等 适中 中度 一般', level),
  entry('high', 'high, strong, strongly, intense, pronounced', '高 强 强烈 较强 较高 明显', level),
  entry(
    'very high',
    'very high, very strong, very intense, extreme, extremely strong, extremely high',
    '非常强 很强 极强 非常强烈 非常高 很高 极高',
    { ...level, within: 'high' },
  ),
  entry('hate', 'hate, hateful, hate speech, hateful speech, offensive', '仇恨言论 仇恨性 有害', proposition),
  entry('humor', 'humor, humour, humorous, funny, comical, comedic', '幽默 搞笑 滑稽', proposition),
  entry('sarcasm', 'sarcasm, sarcastic, sarcastically, ironic, irony', '讽刺 反讽 挖苦 諷刺', proposition),
  entry('complain', 'complain, complains, complained, complaining, complaint', '抱怨', intent),
  entry('praise', 'praise, praises, praised, praising', '赞扬 表扬', intent),
  entry(
    'apologise',
    'apologise, apologises, apologised, apologising, apologize, apologizes, apologized, apologizing, apology',
    '道歉',
    intent,
  ),
  entry('thank', 'thank, thanks, thanked, thanking', '感谢 道谢', intent),
  entry(
    'criticize',
    'criticize, criticizes, criticized, criticizing, criticise, criticises, criticised, criticising, criticism',
    '批评',
    intent,
  ),
  entry('care', 'care, cares, cared, caring', '关心', intent),
  entry('agree', 'agree, agrees, agreed, agreeing, agreement', '同意', intent),
  entry('taunt', 'taunt, taunts, taunted, taunting', '嘲讽 奚落', intent),
  entry('flaunt', 'flaunt, flaunts, flaunted, flaunting', '炫耀', intent),
  entry('oppose', 'oppose, opposes, opposed, opposing, opposition', '反对', intent),
  entry('joke', 'joke, jokes, joked, joking', '开玩笑', intent),
  entry('inform', 'inform, informs, informed, informing', '告知', intent),
  entry('advise', 'advise, advises, advised, advising, advice', '建议', intent),
  entry('arrange', 'arrange, arranges, arranged, arranging, arrangement', '安排', intent),
  entry('introduce', 'introduce, introduces, introduced, introducing, introduction', '介绍', intent),
  entry('comfort', 'comfort, comforts, comforted, comforting', '安慰', intent),
  entry('leave', 'leave, leaves, leaving', '离开', intent),
  entry('prevent', 'prevent, prevents, prevented, preventing', '阻止', intent),
  entry('greet', 'greet, greets, greeted, greeting', '问候 打招呼', intent),
  entry('ask for help', 'ask for help, asks for help, asked for help, asking for help', '求助 请求帮助', intent),
];
