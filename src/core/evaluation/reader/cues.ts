/**
 * What a word that names no emotion does to the ones around it.
 * - `neg`: denies what follows, to the end of its clause. `negNoun`: the same, for words that take a noun and end at a verb.
 *   `negOpen`: the same, passing over the subject of a clause inside (`can't tell whether he is ...`).
 * - `deny`: denies what stands before it in its clause (`can be ruled out`).
 * - `skip`: a fixed phrase in which a word of emotion or denial means nothing.
 * - `break`, `weakBreak`, `verb`, `subject`: where the reach of a denial ends; `and`, `or`: where it may go on.
 * - `than`, `less`: comparison; `minor`: what follows is said to be slight.
 * - `conclude`, `so`: opens a concluding clause.
 */
export type CueKind =
  | 'neg'
  | 'negNoun'
  | 'negOpen'
  | 'deny'
  | 'skip'
  | 'break'
  | 'weakBreak'
  | 'verb'
  | 'subject'
  | 'and'
  | 'or'
  | 'than'
  | 'less'
  | 'minor'
  | 'conclude'
  | 'so';

/**
 * What an assistant says of itself. A person who looks "happy to be here" is happy: only the speaker's own readiness, and helping,
 * are no emotion of the portrait.
 */
const willing = ['happy', 'glad', 'pleased', 'delighted', 'thrilled', 'excited']
  .flatMap((word) => [
    ...[
      "i'm",
      'i am',
      "i'd be",
      'i would be',
      "i'll be",
      'i will be',
      "we're",
      'we are',
      "we'd be",
      'we would be',
    ].flatMap((who) => [
      `${who} ${word} to`,
      `${who} more than ${word} to`,
      `${who} always ${word} to`,
      `${who} very ${word} to`,
    ]),
    ...['help', 'assist', 'help you', 'assist you', 'be of help', 'be of assistance', 'report', 'say'].map(
      (what) => `${word} to ${what}`,
    ),
  ])
  .join(', ');

const english: readonly (readonly [CueKind, string])[] = [
  [
    'neg',
    'not, no longer, never, nor, neither, hardly, barely, scarcely, anything but, not really, nothing, nobody, no one, isnt, doesnt, dont, arent',
  ],
  [
    'negNoun',
    `no, without, rather than, instead of, as opposed to, opposed to, far from, no sign of, no signs of, no evidence of,
     no indication of, no hint of, no trace of, no visible, lack of, lacks, lacking, absence of, free of, free from, devoid of,
     exclude, excluding, opposite of, except, except for, unlike, other than, rules out, rule out, ruling out, ruled out the possibility of,
     i ruled out, we ruled out, have ruled out, i've ruled out, having ruled out, after ruling out,
     distinct from, different from, contrary to, as against, in place of`,
  ],
  [
    'negOpen',
    `cannot, can't, can not, couldn't, could not, unable to, not able to, won't, will not, not that, not because, not as if, don't think, do not think,
     don't believe, do not believe, wouldn't say, would not say, don't see, do not see, not possible to, impossible to,
     isn't that, wasn't that, not call, would not call, wouldn't call, can't call, cannot call, do not call, don't call,
     difficult to, hard to, decline to, not clear if, not clear whether, unclear if, unclear whether, if he were, if she were, if they were, if the person were,
     if this were, if it were, not comfortable, isn't possible to`,
  ],
  [
    'deny',
    `be ruled out, is ruled out, are ruled out, was ruled out, were ruled out, ruled out, be excluded, is excluded, unlikely,
     be eliminated, is eliminated, be dismissed, is absent, are absent, is out, is wrong, is incorrect, less likely, improbable`,
  ],
  [
    'skip',
    `${willing}, happily help, happily assist, happy birthday, happy new year, happy holidays,
     happy medium, happy ending, love to, in love with this, neutral background, neutral backgrounds, neutral backdrop,
     neutral tone, neutral tones, neutral color, neutral colors, neutral colour, neutral colours, neutral colored,
     neutral coloured, neutral palette, neutral lighting, neutral light, neutral wall, neutral setting, neutral clothing,
     neutral gray, neutral grey, neutral beige, neutral toned, neutral hues, neutral studio background, neutral gray background,
     neutral grey background, neutral beige background, neutral outfit, no idea, no clue, no doubt, without a doubt, without doubt,
     without question, no question, no other, no wonder, not only, not just, not merely, not simply, not sure, not certain,
     not entirely sure, not entirely certain, not entirely clear, not clear, not surprisingly, unsurprisingly, surprisingly,
     no surprise that, to my surprise, can't help but, cannot help but, couldn't help but, i'm afraid i, i'm afraid that,
     i'm afraid this, i'm afraid it, i'm afraid the, i'm afraid there, i'm afraid you, i'm afraid he, i'm afraid she, i'm afraid they,
     i'm afraid not, i am afraid the, i am afraid this, i am afraid it, i fear that, i fear this, i fear it, i fear the,
     for the confusion, for any confusion, avoid confusion, avoid any confusion, i am afraid i, i am afraid that, afraid i can't, afraid i cannot, afraid not,
     not to worry, don't worry, do not worry, no worries, never mind, no problem, nothing but, none other than,
     your concern, your concerns, your worry, your worries, privacy concern, far as i'm concerned, far as i am concerned, privacy is concerned, are concerned about privacy,
     my concern, content of, content not, content policy, content policies, content warning, content filter, content moderation,
     content guidelines, visual content, image content, emotional content, explicit content, sensitive content,
     harmful content, hateful content, the content, this content, such content, offensive content, inappropriate content,
     be determined, is determined, determined by, determined from, determined that, cannot be sure, can't be sure,
     couldn't be, more than just, positive identification, mad scientist, for fear of, surprise party, shell shock,
     whether or not, no matter, not least, if not, nothing less than, more or less, why not, no less, shock of hair`,
  ],
  [
    'break',
    `but, however, yet, instead, although, though, even though, whereas, while, because, since, despite, in spite of, rather,
     more like, nevertheless, still, so that, and pick, and choose, and select, and go with`,
  ],
  [
    'weakBreak',
    `with, which, who, indicating, suggesting, conveying, reflecting, implying, making, leaving, giving, hinting, signaling,
     signalling, pointing, as`,
  ],
  [
    'verb',
    `is, are, was, were, looks, look, looking, appears, appear, appearing, seems, seem, shows, show, showing, suggests,
     suggest, indicates, indicate, conveys, convey, expresses, express, reflects, displays, leaves, feels, feel, points, reads, fits,
     fit, best fits, matches`,
  ],
  [
    'subject',
    `it's, it is, he's, she's, they're, i'd, i would, i'm, he, she, they, i, we, you, this, these, those, his, her, their, the person, the man, the woman, the subject`,
  ],
  ['and', 'and, as well as, along with, plus'],
  ['or', 'or, and or'],
  ['than', 'than'],
  ['less', 'less, least'],
  [
    'minor',
    `hint of, hints of, a touch of, touch of, trace of, traces of, tinge of, tinged with, a bit of, undertone of,
     undertones of, slight, slightly, a little, some, mild, faint, element of, elements of, mistaken for, confused with`,
  ],
  [
    'conclude',
    `overall, therefore, thus, hence, consequently, accordingly, in conclusion, to conclude, i conclude, concluding,
     in summary, to summarize, to summarise, to sum up, summing up, in short, in sum, ultimately, all in all, on balance,
     all things considered, taken together, most likely, most probably, most plausibly, most accurately, best described as,
     best described, best labeled as, best labelled as, best classified as, best fits, best fit, best matches, best match,
     best answer, best choice, best option, answer is, answer would be, i would say, i'd say, my best guess, i choose,
     i'd choose, i would choose, i pick, i select, i'd go with, i would go with, i'll go with, i will go with, i lean towards,
     i lean toward, dominant emotion, primary emotion, main emotion, predominant emotion, overall emotion, closest emotion,
     final answer, final choice, more accurately, correction, let me correct, i correct myself, on second thought,
     on second thoughts, on reflection, on closer look, on a closer look, on closer inspection, upon closer inspection,
     scratch that, actually no, wait no, no wait`,
  ],
  ['so', 'so'],
];

const chinese: readonly (readonly [CueKind, string])[] = [
  [
    'neg',
    '不 不是 并不 并不是 并非 绝非 没 没有 并没有 未 未见 不再 从不 不像 不太像 谈不上 算不上 与其 与其说 与其说是 非 既不 也不 也没有 不太 沒有 並不 並非 既非 也非 既不是 也不是 而不 不会',
  ],
  [
    'negNoun',
    '而不是 而非 毫无 没有任何 没有明显 没有明显的 无明显 无任何 并无 缺乏 缺少 排除 除了 远非 不含 不带 毫無',
  ],
  ['negOpen', '看不出 看不到 无法 不能 难以 不能够 无法判断 不能判断 難以 無法'],
  ['deny', '不起来 可以排除 可排除 被排除 不符合 不太可能 的可能性很小'],
  [
    'skip',
    `非常 不仅 不只 不仅仅 不光 不单 不错 不同 不禁 不得不 不由 不确定 不好意思 不论 不管 无疑 毫无疑问 无论 是否 特别
     未来 不清楚 不少 不断 很高兴为您 很高兴为你 乐意 高兴为您 高兴为你 高兴地为 很乐意 不一定 不过分 意外地 中性背景 中性色 中性色调
     中性的背景 中性灰 没错 对于 对此 对方 对比 对应 有点 有些 有所 没有问题 生气勃勃 不要担心 别担心 不用担心`,
  ],
  ['break', '但 但是 却 而是 反而 然而 不过 因为 由于 虽然 尽管 其实 更像 不如说 不如说是 倒是 可是 而更'],
  ['verb', '显得 看起来 看上去 表现出 流露出 呈现 显示 是 表达 似乎 属于 为'],
  ['subject', '他 她 这 该 人物 我'],
  ['and', '和 与 及 以及 并 且 而且 并且 跟 又 也 同时'],
  ['or', '或 或者 还是 或是 抑或'],
  ['minor', '一丝 略带 些许 一点 略微 稍微 轻微的'],
  [
    'conclude',
    `总之 因此 综上 综上所述 所以 总的来说 总体来说 总体来看 总体而言 总体上 整体来看 整体上 最可能 最有可能 很可能是 最符合 最接近
     由此可见 可以判断 可判断 最终 我认为 更倾向于 倾向于 主要情绪 主导情绪 因而 由此 故而 结论 综合来看 更正 再仔细看 仔细一看 细看之下 綜上 總之 最终答案 答案是 答案为 应选`,
  ],
];

function spread(table: readonly (readonly [CueKind, string])[], by: RegExp): [string, CueKind][] {
  return table.flatMap(([kind, list]) =>
    list
      .split(by)
      .map((form) => form.trim())
      .filter((form) => form !== '')
      .map((form): [string, CueKind] => [form.replace(/[\s-]+/gu, ' '), kind]),
  );
}

/** Every cue of the reader with what it does, English first; where a form stands twice the first holds. */
export const cues: readonly (readonly [form: string, kind: CueKind])[] = [
  ...spread(english, /,/u),
  ...spread(chinese, /\s+/u),
];
