// A long answer as a model writes it: prose, lists, code, tables and formulas, the same at each call.

const WORDS = ('the picture shows a chart whose bars rise from left to right and each of them stands for one quarter of the year while ' +
  'its colour tells the region that was measured so that a reader sees at once where growth began and how it went on afterwards').split(' ');

/** Small, quick and repeatable. */
function random(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function sentence(pick) {
  const length = 8 + pick(14);
  const words = Array.from({ length }, () => WORDS[pick(WORDS.length)]);
  if (pick(3) === 0) {
    words[2] = `**${words[2]}**`;
  }
  if (pick(4) === 0) {
    words[4] = `\`${words[4]}\``;
  }
  const text = words.join(' ');
  return `${text[0].toUpperCase()}${text.slice(1)}.`;
}

const paragraph = (pick) => Array.from({ length: 3 + pick(4) }, () => sentence(pick)).join(' ');

const list = (pick) => Array.from({ length: 4 + pick(4) }, (_, index) => `${index + 1}. ${sentence(pick)}`).join('\n');

function code(pick) {
  const lines = Array.from({ length: 10 + pick(12) }, (_, index) => `    total_${index} = measure(bars[${pick(40)}], scale=${pick(900)}.5)  # ${WORDS[pick(WORDS.length)]}`);
  return `\`\`\`python\ndef read_chart(bars: list[float]) -> float:\n    """Adds up what is shown."""\n${lines.join('\n')}\n    return total_0\n\`\`\``;
}

function table(pick) {
  const rows = Array.from({ length: 5 + pick(6) }, (_, index) => `| ${index + 1} | ${WORDS[pick(WORDS.length)]} | ${pick(10_000) / 100} | ${WORDS[pick(WORDS.length)]} |`);
  return `| quarter | region | growth | note |\n| --- | --- | ---: | --- |\n${rows.join('\n')}`;
}

const formula = (pick) => `The mean is $\\bar{x} = \\frac{1}{n} \\sum_{i=1}^{n} x_i$, and with $n = ${2 + pick(90)}$:\n\n$$\n\\sigma^2 = \\frac{1}{n} \\sum_{i=1}^{n} (x_i - \\bar{x})^2 + ${pick(50)}\n$$`;

/** @returns pieces of about four characters, as tokens are */
export function answer(tokens) {
  const pick = random(20260101);
  const kinds = [paragraph, list, paragraph, code, paragraph, table, paragraph, formula];
  let text = '';
  for (let turn = 0; text.length < tokens * 4; turn++) {
    if (turn % kinds.length === 0) {
      text += `## Part ${turn / kinds.length + 1}\n\n`;
    }
    text += `${kinds[turn % kinds.length](pick)}\n\n`;
  }
  text += 'And that is the very end.';
  const pieces = [];
  const size = text.length / tokens;
  for (let index = 0; index < tokens; index++) {
    pieces.push(text.slice(Math.round(index * size), Math.round((index + 1) * size)));
  }
  return pieces;
}

export const LAST_WORDS = 'that is the very end';
