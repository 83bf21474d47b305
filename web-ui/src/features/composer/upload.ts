import type { StoredAttachment } from '@/api/types';
import { upload as send } from '@/api/upload';

/** Uploads a picture. */
export const upload = (file: File, signal: AbortSignal, onProgress: (fraction: number) => void) =>
  send<StoredAttachment>('/attachments', file, signal, onProgress);
