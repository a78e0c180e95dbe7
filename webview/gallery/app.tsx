import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { ActionError } from '../ui/actionError.tsx';
import { useObservable } from '../ui/observable.ts';
import { verdictOfKey } from '../ui/verdicts.ts';
import { Detail } from './detail.tsx';
import type { DetailStore } from './detailStore.ts';
import { FacetPanel } from './facets.tsx';
import { Footer } from './footer.tsx';
import type { GalleryStore } from './galleryStore.ts';
import { Grid } from './grid.tsx';
import { emptyState, ListingLine, ProgressLine } from './notices.tsx';
import { Toolbar } from './toolbar.tsx';

const narrow = '(max-width: 819px)';
const tight = '(max-width: 619px)';

/** The gallery: toolbar, filters, grid, detail, and one line that is always true. */
export function App(props: { readonly gallery: GalleryStore; readonly detail: DetailStore }): VNode {
  const gallery = useObservable(props.gallery);
  const detail = useObservable(props.detail);
  const over = useMedia(narrow);
  const asDrawer = useMedia(tight);
  const [drawer, setDrawer] = useState(false);
  const { facetsShown } = gallery.intent;
  const facets = asDrawer ? drawer : facetsShown;
  const close = (): void => {
    detail.close();
    document.getElementById('grid')?.focus();
  };

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (event.key === '/') document.getElementById('query')?.focus();
      else if (!detail.isOpen) return;
      else if (event.key === 'Escape') close();
      else if (event.key === 'n') void detail.step(1);
      else {
        const verdict = verdictOfKey(event.key);
        if (verdict === undefined) return;
        detail.judge(verdict);
      }
      event.preventDefault();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);

  const empty = emptyState(gallery);
  const covered = over && detail.isOpen;
  return (
    <div class="gallery">
      <Toolbar
        gallery={gallery}
        facetsShown={facets}
        onFacets={() => (asDrawer ? setDrawer(!drawer) : gallery.set({ facetsShown: !facetsShown }))}
      />
      <ProgressLine gallery={gallery} />
      <ListingLine gallery={gallery} />
      <ActionError store={gallery.actions} />
      <div class="columns">
        {facets && <FacetPanel gallery={gallery} />}
        <main class="middle" inert={covered} onPointerDown={() => setDrawer(false)}>
          {empty ?? <Grid gallery={gallery} detail={detail} />}
        </main>
        {detail.isOpen && <Detail gallery={gallery} detail={detail} over={over} onClose={close} />}
      </div>
      <Footer gallery={gallery} />
      <div class="unseen" role="status" aria-live="polite">
        {gallery.announcement}
      </div>
    </div>
  );
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  return (
    target.closest(
      'input:not([type=checkbox], [type=radio]), textarea, vscode-text-field, vscode-dropdown, [role=menu]',
    ) !== null
  );
}

function useMedia(query: string): boolean {
  const [matches, setMatches] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const list = matchMedia(query);
    const onChange = (): void => setMatches(list.matches);
    list.addEventListener('change', onChange);
    return () => list.removeEventListener('change', onChange);
  }, [query]);
  return matches;
}
