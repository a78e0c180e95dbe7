/**
 * Words for labels beside the English and Chinese ones, by concept: usual misspellings, then German, French, Spanish, Italian, Portuguese, Japanese,
 * Korean and Russian words that data sets use. A choice of ours; comma-separated, lower case.
 */
const lists: Readonly<Record<string, string>> = {
  happy: `hapiness, happyness, happines, hapyness, happpy, glücklich, gluecklich, fröhlich, froehlich, glück, heureux, heureuse, joyeux,
    joyeuse, bonheur, feliz, felicidad, felices, contento, contenta, felice, felicità, felicidade, 幸せ, しあわせ, 嬉しい, うれしい, 楽しい, 笑顔, 행복,
    행복한, 행복함, 즐거움, 즐거운, счастье, счастливый`,
  joy: 'freude, freudig, joie, alegría, alegria, alegre, gioia, 喜び, よろこび, 기쁨, 기쁜, радость',
  sad: `sadnes, saddness, saddnes, traurig, traurigkeit, trauer, triste, tristesse, tristeza, tristezza, 悲しみ, 悲しい, かなしい, 哀しみ, 슬픔, 슬픈,
    грусть, печаль, грустный`,
  angry: `angery, anrgy, agry, angerness, wut, wütend, wuetend, ärger, aerger, zorn, zornig, verärgert, colère, colere, en colère, fâché,
    fâchée, furieux, enojo, enojado, enojada, enfado, enfadado, enfadada, ira, rabia, rabbia, arrabbiato, raiva, 怒り, いかり, 怒っている, 분노,
    화남, 화난, гнев, злость, злой`,
  frustration: 'frustated, fustrated, fustration, frustriert, frustración, frustracion, frustré, frustrée, 좌절',
  surprise: `suprise, suprised, surprize, surprized, surpise, suprize, surprice, surpriced, surprsed, überraschung, ueberraschung, überrascht,
    ueberrascht, surpris, sorpresa, sorprendido, sorprendida, surpresa, surpreso, 驚き, おどろき, びっくり, 놀람, 놀란, 놀라움, удивление`,
  worry:
    'sorge, besorgt, besorgnis, inquiet, inquiète, inquiétude, preocupación, preocupacion, preocupado, preocupada, 心配, 걱정',
  anxiety: 'anxity, anxeity, anxiété, anxieux, ansiedad, 불안',
  nervousness: 'nervös, nervositaet, nervosität, nervioso, nerviosa, nerveux, 긴장',
  neutral: `nuetral, netural, nutral, neutal, neutrel, neutre, neutro, neutra, neutralidad, neutrale, 無表情, ニュートラル, 중립, 무표정, нейтральный,
    нейтрально`,
  fear: `fearfull, feer, afriad, affraid, angst, furcht, ängstlich, aengstlich, peur, effrayé, effrayée, miedo, temor, asustado, asustada,
    paura, medo, 恐れ, おそれ, 怖い, 怖れ, 공포, 두려움, 무서움, страх`,
  disgust: `disguist, disguisted, disguest, digust, digusted, disgusst, discust, disgut, ekel, angeekelt, abscheu, dégoût, degout, dégoûté,
    dégoûtée, asco, desagrado, disgusto, repugnancia, nojo, 嫌悪, けんお, 혐오, отвращение`,
  contempt:
    'comtempt, contemp, contemt, contemptous, verachtung, mépris, mepris, desprecio, disprezzo, desprezo, 軽蔑, 경멸, презрение',
  amusement: 'ammusement, belustigung, diversión, diversion, 楽しみ',
  contentment: 'zufrieden, zufriedenheit, satisfacción, satisfaccion, 満足, 만족',
  excitement: 'excitment, exitement, aufregung, aufgeregt, begeisterung, entusiasmo, 흥분',
  anticipation: 'anticpation, erwartung, vorfreude, anticipación, anticipacion, 기대',
  trust: 'vertrauen, confiance, confianza, 信頼, 신뢰',
  love: 'liebe, amour, amor, 愛, 愛情, 사랑',
  pride: 'stolz, fierté, orgullo, 誇り, 자부심',
  relief: 'erleichterung, erleichtert, soulagement, alivio, 安堵',
  shame: 'scham, honte, vergüenza, verguenza, 恥, 수치심',
  embarrassment: 'embarassment, embarassed, embarrasment, verlegenheit, verlegen, 恥ずかしい, 당황',
  guilt: 'schuldgefühl, culpabilité, culpabilidad, 罪悪感, 죄책감',
  boredom: 'langeweile, gelangweilt, ennui, aburrimiento, aburrido, aburrida, 退屈, 지루함',
  confusion: 'confussion, confusd, verwirrung, verwirrt, confusión, 混乱, 혼란',
  disappointment: `dissapointment, disapointment, dissapointed, disapointed, enttäuschung, enttäuscht, déception, déçu, déçue, decepción, decepcion,
    がっかり, 실망`,
  calm: 'ruhig, gelassen, gelassenheit, calme, tranquilo, tranquila, calma, 落ち着き, 평온, 차분함',
};

/** Further forms of the concepts of the lexicon, by the concept's name. */
export const furtherWords: Readonly<Record<string, readonly string[] | undefined>> = Object.fromEntries(
  Object.entries(lists).map(([concept, list]) => [concept, list.split(',').map((form) => form.trim())]),
);
