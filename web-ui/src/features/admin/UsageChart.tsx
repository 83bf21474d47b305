import { useTranslation } from 'react-i18next';
import styles from './admin.module.css';
import type { UsageSum } from './people';

const WIDTH = 960;
const HEIGHT = 180;
const DAY = 86_400_000;

export interface UsageDay {
  day: string;
  prompt: number;
  answer: number;
}

export const totalOf = (sum: UsageSum) => sum.promptTokens + sum.completionTokens;

/** Every day of a period, those without use too. */
export function daysOf({ from, to, usage }: { from: string; to: string; usage: readonly UsageSum[] }): UsageDay[] {
  const used = new Map(usage.map((sum) => [sum.of, sum]));
  const count = Math.round((Date.parse(to) - Date.parse(from)) / DAY) + 1;
  return Array.from({ length: count }, (_, index) => {
    const day = new Date(Date.parse(from) + index * DAY).toISOString().slice(0, 10);
    const sum = used.get(day);
    return { day, prompt: sum?.promptTokens ?? 0, answer: sum?.completionTokens ?? 0 };
  });
}

/** Tokens by day: prompts below, answers on top. The table under it has the same in words. */
export function UsageChart({ days }: { days: readonly UsageDay[] }) {
  const { t, i18n } = useTranslation('people');
  const most = Math.max(1, ...days.map(({ prompt, answer }) => prompt + answer));
  const step = WIDTH / days.length;
  const width = Math.max(2, Math.min(40, step * 0.7));
  const tall = (tokens: number) => (tokens / most) * HEIGHT;
  const short = (tokens: number) => tokens.toLocaleString(i18n.language, { notation: 'compact' });
  const date = (day: string) => new Date(`${day}T00:00:00Z`).toLocaleDateString(i18n.language, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  return (
    <figure className={styles.chart}>
      <figcaption>
        <span>{t('usage.chart')}</span>
        <span className={styles.legend}>
          <span className={styles.ofPrompts}>{t('usage.prompts')}</span>
          <span className={styles.ofAnswers}>{t('usage.answers')}</span>
        </span>
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT + 4}`} preserveAspectRatio="none" role="img" aria-label={t('usage.chartIs', { days: days.length, most: short(most) })}>
        {[0, 0.5, 1].map((part) => (
          <line key={part} x1={0} x2={WIDTH} y1={HEIGHT * part + 1} y2={HEIGHT * part + 1} />
        ))}
        {days.map(({ day, prompt, answer }, index) => (
          <g key={day} transform={`translate(${index * step + (step - width) / 2} 1)`}>
            <title>{`${date(day)}: ${short(prompt + answer)}`}</title>
            <rect className={styles.promptBar} width={width} y={HEIGHT - tall(prompt)} height={tall(prompt)} />
            <rect className={styles.answerBar} width={width} y={HEIGHT - tall(prompt + answer)} height={tall(answer)} />
          </g>
        ))}
      </svg>
      <div className={styles.axis} aria-hidden="true">
        <span>{date(days[0]?.day ?? '')}</span>
        <span>{t('usage.most', { most: short(most) })}</span>
        <span>{date(days.at(-1)?.day ?? '')}</span>
      </div>
    </figure>
  );
}
