import { expect, it } from 'vitest';
import { Problem } from '@/api/http';
import { fieldProblems } from './fieldProblems';

const FIELDS = ['name', 'description'];
const wrong = (parameter?: string) => new Problem(400, { detail: 'Too long.', parameter });

it('puts a problem at its field, and nowhere else', () => {
  const { at, elsewhere } = fieldProblems(wrong('name'), FIELDS);
  expect(at('name')).toBe('Too long.');
  expect(at('description')).toBeUndefined();
  expect(elsewhere).toBeNull();
});

it.each([wrong(), wrong('models'), new TypeError('Too long.')])('tells elsewhere what belongs to no field of the form', (error) => {
  const { at, elsewhere } = fieldProblems(error, FIELDS);
  expect(FIELDS.map(at)).toEqual([undefined, undefined]);
  expect(elsewhere).toBe('Too long.');
});

it('says nothing where nothing is wrong', () => {
  expect(fieldProblems(null, FIELDS).elsewhere).toBeNull();
});
