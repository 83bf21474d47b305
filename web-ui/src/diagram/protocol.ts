/** What the page and the frame that draws diagrams tell each other. */
export interface DrawRequest {
  id: number;
  code: string;
  dark: boolean;
}

/** A diagram as the text of an SVG that has this size, with what it says of itself by `accTitle` and `accDescr`. */
export interface Drawing {
  svg: string;
  width: number;
  height: number;
  title: string;
  description: string;
}

export type DrawResult = { id: number; drawing: Drawing } | { id: number; error: string };

/** Sent once the frame listens. */
export const READY = 'azulejo:diagrams-ready';
