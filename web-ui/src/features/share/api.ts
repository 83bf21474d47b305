import { request, urlOf } from '@/api/http';
import type { components } from '@/api/schema';
import type { Conversation } from '@/api/types';
import type { PictureSource } from '@/features/pictures/PictureSource';

export type Share = components['schemas']['Share'];
export type MadeShare = components['schemas']['ShareMade'];

export const shareApi = {
  make: (conversation: string, message: string | null, expiresAt: Date | null) =>
    request<MadeShare>('POST', `/conversations/${conversation}/shares`, {
      body: { ...(message !== null && { message }), ...(expiresAt !== null && { expiresAt: expiresAt.toISOString() }) },
    }),
  list: (conversation: string | null, signal?: AbortSignal) =>
    request<Share[]>('GET', conversation === null ? '/shares' : `/conversations/${conversation}/shares`, { signal }),
  end: (id: string) => request<undefined>('DELETE', `/shares/${id}`),
  read: (token: string, signal?: AbortSignal) => request<Conversation>('GET', `/shared/${encodeURIComponent(token)}`, { signal }),
};

/** The pictures of what was shared, which only its link opens. */
export function picturesOfShare(token: string): PictureSource {
  const path = (attachment: string) => urlOf(`/shared/${encodeURIComponent(token)}/attachments/${attachment}`);
  return {
    content: (attachment) => `${path(attachment)}/content`,
    thumbnail: (attachment, size) => `${path(attachment)}/thumbnail?size=${size}`,
  };
}
