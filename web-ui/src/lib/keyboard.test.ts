import { afterEach, describe, expect, it, vi } from 'vitest';
import { stayAboveKeyboard } from './keyboard';

class Viewport extends EventTarget {
  scale = 1;
  height = window.innerHeight;

  resize(height: number, scale = 1) {
    Object.assign(this, { height, scale });
    this.dispatchEvent(new Event('resize'));
  }
}

describe('stayAboveKeyboard', () => {
  const root = document.documentElement;
  const height = () => root.style.getPropertyValue('--visible-height');

  afterEach(() => root.style.removeProperty('--visible-height'));

  it('makes the page as high as what the keyboard leaves, until it is gone', () => {
    vi.spyOn(window, 'scrollTo').mockImplementation(() => undefined);
    const viewport = new Viewport();
    stayAboveKeyboard(viewport as unknown as VisualViewport);
    viewport.resize(window.innerHeight - 320);
    expect(height()).toBe(`${window.innerHeight - 320}px`);
    viewport.resize(window.innerHeight);
    expect(height()).toBe('');
  });

  it('leaves the page as it is for a bar of the browser and for who zooms in', () => {
    const viewport = new Viewport();
    stayAboveKeyboard(viewport as unknown as VisualViewport);
    viewport.resize(window.innerHeight - 60);
    expect(height()).toBe('');
    viewport.resize(window.innerHeight / 2, 2);
    expect(height()).toBe('');
  });
});
