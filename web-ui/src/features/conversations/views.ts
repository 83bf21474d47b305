import type { ConversationFilter } from '@/api/types';

/** Which conversations the list shows: all, the archive, the bin, or those of a folder. */
export type View = 'all' | 'archived' | 'bin' | { folder: string };

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
      return { folder: view.folder };
  }
}

export function isFolder(view: View): view is { folder: string } {
  return typeof view === 'object';
}
