import { useTranslation } from 'react-i18next';
import styles from './admin.module.css';
import { figureIn } from './format';

type Figures = Record<string, unknown>;

const isFigures = (value: unknown): value is Figures => typeof value === 'object' && value !== null && !Array.isArray(value);
const numberOf = (figures: Figures, name: string) => (typeof figures[name] === 'number' ? figures[name] : undefined);

/** The figures that a backend tells of itself: queue and memory in words, others by their names. */
export function BackendFigures({ details }: { details: Figures }) {
  const { t, i18n } = useTranslation('admin');
  const known: Partial<Record<string, string>> = {
    'resident-bytes': t('figures.memory'),
    running: t('figures.running'),
    queued: t('figures.queued'),
    steps: t('figures.steps'),
    preemptions: t('figures.preemptions'),
  };
  const row = (name: string, value: unknown) => ({ name: known[name] ?? name, value: figureIn(i18n.language, name, value) });
  const general = Object.entries(details).filter(([name]) => name !== 'models').map(([name, value]) => row(name, value));
  const models = isFigures(details.models) ? Object.entries(details.models) : [];
  // A single model's figures stand beside those of its backend.
  const together = models.length === 1;
  return (
    <>
      {general.length > 0 && !together && <Row rows={general} />}
      {models.map(([model, figures]) => {
        if (!isFigures(figures)) {
          return null;
        }
        const free = numberOf(figures, 'free-blocks');
        const total = numberOf(figures, 'total-blocks');
        const rows = ['running', 'queued', 'preemptions', 'steps']
          .filter((name) => name in figures)
          .map((name) => row(name, figures[name]));
        if (free !== undefined && total !== undefined && total > 0) {
          rows.push({
            name: t('figures.cache'),
            value: `${((100 * (total - free)) / total).toLocaleString(i18n.language, { maximumFractionDigits: 1 })} %`,
          });
        }
        const others = Object.entries(figures).filter(([name]) => !(name in known) && !name.endsWith('-blocks'));
        return <Row key={model} label={together ? undefined : model} rows={[...(together ? general : []), ...rows, ...others.map(([name, value]) => row(name, value))]} />;
      })}
    </>
  );
}

function Row({ label, rows }: { label?: string | undefined; rows: readonly { name: string; value: string }[] }) {
  return (
    <dl className={styles.figures} aria-label={label}>
      {rows.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
