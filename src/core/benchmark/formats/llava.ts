import { isConversation, readConversations } from './conversations.ts';
import type { Format } from './format.ts';
import { hasJson, jsonFiles } from './jsonFiles.ts';
import type { TaskNames } from './questionBook.ts';

/** Names of EmoBench's scored sub-tasks (arXiv 2406.16442) for questions whose file names none: with options Emo-C, without Emo-O. */
const emoBenchTask: TaskNames = (task, question, options) => {
  if (question.task !== undefined) return question.task;
  if (task === 'emotion') return options === undefined ? 'Emo-O' : 'Emo-C';
  return task === undefined ? 'question' : task[0]!.toUpperCase() + task.slice(1);
};

/**
 * LLaVA's shape, which EmoBench (arXiv 2406.16442) shares as far as anything is published: records with `id`, `image` or `video`, and `conversations` of
 * `{from: human | gpt, value}`, in one file or several. What the answer of `gpt` is among the options in the instruction (or in `options`) is the label. Also accepted: `images`,
 * `messages` of `{role, content}`, `answer` apart, `task` and `split`.
 */
export const llava: Format = {
  id: 'llava',
  recognise: hasJson,
  async confirm(listing, heads) {
    return (await jsonFiles(listing, heads, isConversation)).length > 0 ? 0.9 : 0;
  },
  read: (context) => readConversations(context, emoBenchTask),
};
