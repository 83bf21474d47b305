import { Tooltip } from '@base-ui/react/tooltip';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { type ComponentProps, useState } from 'react';
import { describe, expect, it, vi } from 'vitest';
import type { Measure, Model, StoredAttachment } from '@/api/types';
import { Composer } from './Composer';
import { type Draft, type DraftPicture, EMPTY } from './draft';

const model: Model = {
  id: 'eyes',
  family: 'test',
  backend: 'test',
  isDefault: true,
  ready: true,
  message: null,
  contextLength: 4096,
  deployments: [],
  details: {},
  capabilities: { pictures: true, maxPictures: 4, maxTiles: 6, tools: false, continues: true, attention: false, maxTopLogprobs: 0, parameters: [] },
};

const attachment: StoredAttachment = {
  id: 'a',
  digest: '',
  mediaType: 'image/png',
  fileName: 'star.png',
  size: 1,
  width: 1,
  height: 1,
};

const picture: DraftPicture = { key: 'a', name: 'star.png', preview: '/star.png', progress: 1, attachment, error: null };

function Writing({ initial = EMPTY, ...rest }: { initial?: Draft } & Partial<ComponentProps<typeof Composer>>) {
  const [draft, setDraft] = useState(initial);
  const state = {
    draft,
    write: (text: string) => setDraft({ ...draft, text }),
    addFiles: vi.fn(),
    addStored: vi.fn(),
    remove: vi.fn(),
    move: vi.fn(),
    replace: setDraft,
    clear: () => setDraft(EMPTY),
  };
  return (
    <Tooltip.Provider>
      <Composer state={state} model={model} answering={false} followUp={false} onSend={vi.fn()} onStop={vi.fn()} {...rest} />
    </Tooltip.Provider>
  );
}

const box = () => screen.getByRole('textbox', { name: 'Message' });

describe('Composer', () => {
  it('sends with Enter, and breaks the line with Shift and Enter', async () => {
    const onSend = vi.fn();
    render(<Writing onSend={onSend} />);
    await userEvent.type(box(), 'one{Shift>}{Enter}{/Shift}two');
    expect(box()).toHaveValue('one\ntwo');
    expect(onSend).not.toHaveBeenCalled();
    await userEvent.type(box(), '{Enter}');
    expect(onSend).toHaveBeenCalledOnce();
  });

  it('does not send nothing', async () => {
    const onSend = vi.fn();
    render(<Writing onSend={onSend} />);
    expect(screen.getByRole('button', { name: 'Send' })).toBeDisabled();
    await userEvent.type(box(), '   {Enter}');
    expect(onSend).not.toHaveBeenCalled();
  });

  it('sends a picture without words', () => {
    render(<Writing initial={{ text: '', pictures: [picture] }} />);
    expect(screen.getByRole('button', { name: 'Send' })).toBeEnabled();
  });

  it('waits for pictures that are being uploaded', () => {
    render(<Writing initial={{ text: 'look', pictures: [{ ...picture, attachment: null, progress: 0.4 }] }} />);
    expect(screen.getByRole('button', { name: 'Send' })).toBeDisabled();
    expect(screen.getByRole('progressbar', { name: 'Uploading star.png: 40 %' })).toBeInTheDocument();
  });

  it('says why a picture was not taken', () => {
    render(<Writing initial={{ text: 'look', pictures: [{ ...picture, attachment: null, error: 'It is no picture.' }] }} />);
    expect(screen.getByRole('alert')).toHaveTextContent('star.png was not taken: It is no picture.');
  });

  it('offers Stop while an answer is made, which Escape does too', async () => {
    const onStop = vi.fn();
    render(<Writing answering onStop={onStop} />);
    await userEvent.click(screen.getByRole('button', { name: 'Stop' }));
    await userEvent.type(box(), '{Escape}');
    expect(onStop).toHaveBeenCalledTimes(2);
    expect(screen.queryByRole('button', { name: 'Send' })).not.toBeInTheDocument();
  });

  it('edits the last question with the up arrow, but only where nothing is written', async () => {
    const onEditLast = vi.fn();
    render(<Writing onEditLast={onEditLast} />);
    await userEvent.type(box(), '{ArrowUp}');
    expect(onEditLast).toHaveBeenCalledOnce();
    await userEvent.type(box(), 'a{ArrowUp}');
    expect(onEditLast).toHaveBeenCalledOnce();
  });

  it('does not send pictures to a model that reads none', () => {
    const textOnly = { ...model, capabilities: { ...model.capabilities, pictures: false } };
    render(<Writing model={textOnly} initial={{ text: 'look', pictures: [picture] }} />);
    expect(screen.getByRole('alert')).toHaveTextContent('eyes reads text only');
    expect(screen.getByRole('button', { name: 'Send' })).toBeDisabled();
  });

  it('does not send what does not fit', () => {
    const measure: Measure = { model: 'eyes', contextLength: 4096, promptTokens: 5000, textTokens: 5000, imageTokens: 0, fits: false, pictures: [] };
    render(<Writing measure={measure} initial={{ text: 'long', pictures: [] }} />);
    expect(screen.getByRole('alert')).toHaveTextContent('5,000 tokens of at most 4,096');
    expect(screen.getByRole('button', { name: 'Send' })).toBeDisabled();
  });
});
