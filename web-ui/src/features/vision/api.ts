import { request, urlOf } from '@/api/http';
import type { StoredAttachment } from '@/api/types';

/** With which model, and cut into how many tiles at most, a picture was looked at. */
export interface Sight {
  model: string | undefined;
  maxTiles: number | undefined;
}

export interface Tile {
  /** Its place in the prompt, from 1. */
  index: number;
  tag: string | null;
  thumbnail: boolean;
  x: number;
  y: number;
  width: number;
  height: number;
  tokens: number;
}

/** A picture as a model gets it; its tiles in the order in which they are sent. */
export interface TilePlan {
  model: string;
  width: number;
  height: number;
  /** 0 where the backend does not tell how it cuts pictures. */
  tileSize: number;
  columns: number;
  rows: number;
  tokens: number;
  tiles: Tile[];
}

export interface Region {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A part of an answer's text, in UTF-16 units. */
export interface TextRange {
  from: number;
  to: number;
}

export interface PictureMap {
  attachment: string;
  columns: number;
  rows: number;
  /** How much of all attention lay on the picture. */
  share: number;
  /** The share of each cell, row by row. */
  weights: number[];
}

export interface AttentionMaps {
  model: string;
  maps: (TextRange & { pictures: PictureMap[] })[];
}

export function tilePlan(attachment: string, sight: Sight, signal?: AbortSignal): Promise<TilePlan> {
  return request('GET', `/attachments/${attachment}/tiles${parametersOf(sight)}`, { signal });
}

/** One tile, with the very pixels that the model gets. */
export function tileUrl(attachment: string, index: number, sight: Sight): string {
  return urlOf(`/attachments/${attachment}/tiles/${index}${parametersOf(sight)}`);
}

/** Makes a picture of a region, without loss. */
export function crop(attachment: string, region: Region): Promise<StoredAttachment> {
  return request('POST', `/attachments/${attachment}/crop`, { body: region });
}

export function attention(conversation: string, answer: string, ranges: readonly TextRange[], signal?: AbortSignal): Promise<AttentionMaps> {
  return request('POST', `/conversations/${conversation}/messages/${answer}/attention`, { body: { ranges }, signal });
}

function parametersOf({ model, maxTiles }: Sight): string {
  const parameters = new URLSearchParams();
  if (model !== undefined) {
    parameters.set('model', model);
  }
  if (maxTiles !== undefined) {
    parameters.set('max_tiles', String(maxTiles));
  }
  return parameters.size === 0 ? '' : `?${parameters}`;
}
