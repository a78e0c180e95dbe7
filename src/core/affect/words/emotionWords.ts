import { entry } from '../lexiconEntry.ts';
import type { LexiconEntry } from '../lexicon.ts';
import { furtherWords } from './furtherWords.ts';

/** MEMO-Bench's six emotions with their close synonyms; the choice of synonyms is ours. */
const memoWords: readonly LexiconEntry[] = [
  entry(
    'happy',
    `happy, happiness, happier, happiest, happily, cheerful, cheerfully, cheerfulness, cheery, glad, gladness, gladly,
     delighted, delight, delightful, elated, elation, jolly, merry, gleeful, glee, jovial, upbeat, pleased, beaming with joy,
     overjoyed, ecstatic, blissful, bliss`,
    `开心 高兴 快乐 幸福 愉快 愉悦 欢乐 喜悦 欣喜 喜 欢喜 喜气洋洋 兴高采烈 眉开眼笑 喜笑颜开 高兴的 快乐的 開心 高興 快樂 愉悅 喜悅 歡樂`,
  ),
  entry('joy', 'joy, joyful, joyfully, joyfulness, joyous, joyousness', '', { within: 'happy' }),
  entry(
    'sad',
    `sad, sadness, sadder, saddest, sadly, saddened, sorrow, sorrowful, sorrows, gloomy, gloom, melancholy, melancholic, dejected, dejection, despondent, despondency, downcast, downhearted,
     heartbroken, heartbreak, depressed, depression, miserable, misery, woeful, forlorn, crestfallen, sombre, somber, tearful,
     despair, despairing, disheartened, saddening, heartbreaking, depressing`,
    `悲伤 难过 伤心 悲哀 忧伤 哀伤 沮丧 悲 哀愁 忧郁 抑郁 郁闷 伤感 悲傷 難過 傷心 憂傷 哀傷 沮喪 憂鬱 低落 失落 绝望`,
  ),
  entry('grief', 'grief, grieving, grief-stricken, mournful, mourning', '悲痛 哀悼', { within: 'sad' }),
  entry(
    'angry',
    `angry, anger, angrier, angriest, angrily, angered, mad, furious, fury, furiously, enraged, rage, raging, irate, wrath,
     wrathful, outraged, outrage, irritated, irritation, infuriated, infuriating, livid, incensed, indignant,
     indignation, aggravated, resentful, resentment, hostile, hostility`,
    `愤怒 生气 恼怒 气愤 发怒 怒 怒气 恼火 暴怒 愤慨 愤恨 大怒 憤怒 生氣 惱怒 氣憤 發怒 火大 不耐烦 烦躁`,
  ),
  entry('annoyance', 'annoyed, annoyance, annoying, annoyedly', '', { within: 'angry' }),
  entry('frustration', 'frustrated, frustration, frustrating, exasperated, exasperation', '挫败 受挫 挫敗', {
    within: 'angry',
  }),
  entry(
    'surprise',
    `surprise, surprised, surprises, surprising, surprisedly, astonished, astonishment, astounded, amazed, amazement, stunned,
     startled, shocked, shock, taken aback, dumbfounded, flabbergasted, bewilderment and surprise`,
    `惊讶 吃惊 惊奇 惊喜 诧异 震惊 惊愕 意外 惊 惊异 目瞪口呆 瞠目结舌 大吃一惊 驚訝 吃驚 驚奇 驚喜 詫異 震驚 驚愕 错愕`,
  ),
  entry(
    'worry',
    `worry, worries, worried, worrying, worriedly, worrisome, concern, concerned, apprehensive, apprehension, uneasy,
     uneasiness, unease, uneasily, ill at ease, fretful, fretting, on edge, troubled`,
    `担忧 担心 忐忑 愁眉不展 忧虑 发愁 不安 忧心 忧愁 顾虑 操心 愁 擔憂 擔心 憂慮 憂心 發愁`,
  ),
  entry('anxiety', 'anxiety, anxious, anxiously, anxiousness', '焦虑 焦急 着急 焦慮 著急 焦躁', { within: 'worry' }),
  entry('nervousness', 'nervous, nervously, nervousness, jittery', '紧张 緊張', { within: 'worry' }),
  entry(
    'neutral',
    `neutral, neutrality, neutrally, expressionless, emotionless, unemotional, impassive, deadpan, poker face, poker-faced,
     blank expression, blank face, no emotion, no emotions, no expression, no particular emotion, no specific emotion,
     no strong emotion, no clear emotion, no discernible emotion, no obvious emotion, no visible emotion, without emotion,
     without any emotion, without expression, lack of emotion, absence of emotion, devoid of emotion`,
    `中性 中立 平静 无表情 面无表情 没有表情 没有情绪 无情绪 没有明显情绪 无明显情绪 没有明显的情绪 平淡 无感情 毫无表情 中性的 平靜 面無表情 無表情 毫無表情 沒有表情`,
  ),
];

/** Emotions of other label sets (Ekman, EmoSet, Plutchik, GoEmotions and the like); known so that they are told from nonsense. */
const otherWords: readonly LexiconEntry[] = [
  entry(
    'fear',
    `fear, fearful, fearfully, fears, afraid, scared, scary, frightened, fright, frightening, terrified, terror, horrified,
     horror, terrifying, horrifying, panic, panicked, panicking, dread, petrified`,
    `恐惧 害怕 惧怕 恐慌 惊恐 畏惧 惊慌 恐怖 恐懼 懼怕 驚恐 畏懼`,
  ),
  entry(
    'disgust',
    'disgust, disgusted, disgusting, disgustedly, revulsion, revolted, repulsed, repulsion, repugnance, loathing, distaste, aversion, grossed out',
    `厌恶 恶心 反感 嫌恶 嫌弃 讨厌 厭惡 噁心 嫌惡 討厭`,
  ),
  entry(
    'contempt',
    'contempt, contemptuous, contemptuously, disdain, disdainful, disdainfully, scorn, scornful, scornfully',
    '轻蔑 蔑视 鄙视 不屑 輕蔑 蔑視 鄙視',
  ),
  entry('amusement', 'amusement, amused, amusing, amusedly, hilarious, hilarity', '逗乐 好笑 被逗乐 娱乐 逗樂 娛樂'),
  entry('awe', 'awe, awed, awestruck, awe-struck, awe-inspiring, in awe, wonderment, reverence', '敬畏 惊叹 赞叹 驚嘆'),
  entry(
    'contentment',
    'contentment, content, contented, contentedly, satisfaction, satisfied, fulfilled, fulfillment',
    '满足 满意 知足 滿足 滿意',
  ),
  entry(
    'excitement',
    'excitement, excited, excitedly, exciting, exhilarated, exhilarating, exhilaration, thrilled, thrilling, thrill, enthusiasm, enthusiastic',
    '兴奋 激动 興奮 激動',
  ),
  entry('anticipation', 'anticipation, anticipating, expectant, expectancy', '期待 期盼'),
  entry('trust', 'trust, trusting, trustful', '信任'),
  entry(
    'love',
    'love, loving, lovingly, affection, affectionate, in love, adoration, tenderness',
    '爱 喜爱 爱意 关爱 深情',
  ),
  entry('admiration', 'admiration, admiring, admiringly, admires, admired', '钦佩 赞赏 欣赏'),
  entry('gratitude', 'gratitude, grateful, thankful, thankfulness', '感激 感恩'),
  entry('hope', 'hopeful, hopefulness, optimism, optimistic', '希望 充满希望 乐观'),
  entry('pride', 'pride, proud, proudly', '自豪 骄傲 驕傲'),
  entry('relief', 'relief, relieved', '如释重负 松了一口气 宽慰'),
  entry('shame', 'shame, ashamed, shameful', '羞愧 羞耻 惭愧'),
  entry('embarrassment', 'embarrassment, embarrassed, sheepish', '尴尬 难为情 窘迫 尷尬'),
  entry('guilt', 'guilt, guilty, remorse, remorseful', '内疚 愧疚 自责'),
  entry('regret', 'regret, regretful, rueful', '后悔 懊悔 懊恼'),
  entry('jealousy', 'jealousy, jealous, envy, envious', '嫉妒 妒忌 羡慕'),
  entry('loneliness', 'loneliness, lonely, lonesome', '孤独 寂寞 孤獨'),
  entry('boredom', 'boredom, bored', '无聊 厌倦 無聊'),
  entry(
    'confusion',
    'confusion, confused, confusedly, puzzled, puzzlement, perplexed, bewildered, bewilderment',
    '困惑 迷惑 疑惑 迷茫',
  ),
  entry('disappointment', 'disappointment, disappointed', '失望'),
  entry('hatred', 'hatred, loathed', '憎恨 仇恨 憎恶'),
  entry('curiosity', 'curiosity, curious, inquisitive', '好奇'),
  entry('determination', 'determination, determined, resolute', '坚定 决心'),
  entry('nostalgia', 'nostalgia, nostalgic', '怀旧 怀念'),
  entry('sympathy', 'sympathy, sympathetic, compassion, compassionate, empathy', '同情 怜悯'),
  entry('helplessness', 'helpless, helplessness', '无奈 无助'),
];

const mood = { kind: 'mood' } as const;

/** Moods and demeanours: known, and the answer where they are labels, but no rival to a label beside them. */
const moodWords: readonly LexiconEntry[] = [
  entry(
    'calm',
    'calm, calmly, calmness, composed, composure, serene, serenity, peaceful, peacefulness, tranquil',
    '冷静 镇定 安详 沉着 淡定 宁静',
    mood,
  ),
  entry('relaxation', 'relaxed, relaxation', '放松 轻松', mood),
  entry('upset', 'upset, upsetting', '心烦', mood),
  entry('distress', 'distress, distressed, anguish, anguished, suffering', '痛苦 苦恼', mood),
  entry('tension', 'tense, tension, stressed, stress', '压力', mood),
  entry(
    'pensiveness',
    'pensive, pensiveness, contemplative, contemplation, thoughtful, reflective, introspective',
    '沉思 若有所思',
    mood,
  ),
  entry('seriousness', 'serious, seriousness, solemn, solemnity, stern', '严肃 庄重', mood),
  entry('indifference', 'indifferent, indifference, apathetic, apathy', '冷漠 漠然', mood),
  entry('fatigue', 'fatigue, fatigued, tired, weary, exhausted', '疲惫 疲倦 疲劳', mood),
  entry('approval', 'approval, approving, approvingly, approves', '赞同 认可', mood),
  entry('disapproval', 'disapproval, disapproving, disapprovingly, disapproves', '不赞同 不认可', mood),
  entry('desire', 'desire, desiring, desires, longing, yearning', '渴望 向往', mood),
  entry('confidence', 'self-assured, self-confident', '自信', mood),
];

function withFurtherWords(known: LexiconEntry): LexiconEntry {
  const others = furtherWords[known.concept];
  return others === undefined ? known : { ...known, forms: { ...known.forms, others } };
}

/** Every word for an emotion that EmoLens ships with: English and Chinese, with usual misspellings and the usual label words of further languages. */
export const emotionWords: readonly LexiconEntry[] = [...memoWords, ...otherWords, ...moodWords].map(withFurtherWords);
