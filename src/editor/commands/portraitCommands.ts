import { commands } from '../ids.ts';
import { type Galleries, noFilter } from '../pages/galleries.ts';
import { openRow } from '../pages/openRow.ts';
import type { Reviews, VerdictRequest } from '../reviews.ts';
import type { Workbench } from '../workbench.ts';
import type { CommandTable } from './register.ts';
import { sessionOf, targetOf } from './target.ts';

/** Going through portraits, and giving verdicts on them. */
export function portraitCommands(workbench: Workbench, galleries: Galleries, reviews: Reviews): CommandTable {
  const judge =
    (verdict: VerdictRequest['verdict']) =>
    async (first: unknown, all: unknown): Promise<void> => {
      const target = await targetOf(workbench, first, all);
      for (const item of target?.items ?? [])
        await reviews.give(target!.session, { item: item.id, ...target!.outcome, verdict });
    };
  return {
    [commands.showGallery]: (at) => {
      const session = sessionOf(workbench, at);
      if (session !== undefined) galleries.show(session);
    },
    [commands.showErrors]: (at) => {
      const session = sessionOf(workbench, at);
      if (session !== undefined) galleries.show(session).setFilter({ ...noFilter, review: 'open' });
    },
    [commands.openPortrait]: async (at) => {
      const target = await targetOf(workbench, at);
      const item = target?.items.at(0);
      if (target === undefined || item === undefined) return;
      workbench.setCurrent({ session: target.session, id: item.id });
      galleries.show(target.session).openPortrait(item.id);
    },
    [commands.openRow]: async (at) => {
      const target = await targetOf(workbench, at);
      const item = target?.items.at(0);
      if (target !== undefined && item !== undefined) await openRow(target.session, item.id);
    },
    [commands.nextPortrait]: () => workbench.move(1),
    [commands.previousPortrait]: () => workbench.move(-1),
    [commands.modelIsWrong]: judge('modelWrong'),
    [commands.labelIsWrong]: judge('labelWrong'),
    [commands.isAmbiguous]: judge('ambiguous'),
    [commands.imageIsBad]: judge('badImage'),
    [commands.takeBackVerdict]: judge(null),
  };
}
