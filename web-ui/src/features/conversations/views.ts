import type { ConversationFilter } from '@/api/types';

/** Which conversations the list shows: all, the archive, the bin, those of a folder, or those with a tag. */
export type View = 'all' | 'archived' | 'bin' | { folder: string } | { tag: string };

export function filterOf(view: View): ConversationFilter {
  switch (view) {
    case 'all':
      // The pinned ones have a list of their own above it.
      return { pinned: 'false' };
    case 'archived':
      return { archived: 'true' };
    case 'bin':
      return { deleted: 'true' };
    default:
      return view;
  }
}

export function isFolder(view: View): view is { folder: string } {
  return typeof view === 'object' && 'folder' in view;
}

export function isTag(view: View): view is { tag: string } {
  return typeof view === 'object' && 'tag' in view;
}
