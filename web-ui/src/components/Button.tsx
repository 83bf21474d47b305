import { clsx } from 'clsx';
import type { ComponentProps, ReactNode } from 'react';
import styles from './Button.module.css';
import { Hint } from './Hint';

type ButtonProps = ComponentProps<'button'> & { kind?: 'plain' | 'primary' | 'quiet' | 'danger' };

export function Button({ kind = 'plain', className, type = 'button', ...rest }: ButtonProps) {
  return <button type={type} className={clsx(styles.button, styles[kind], className)} {...rest} />;
}

type IconButtonProps = Omit<ComponentProps<'button'>, 'children'> & {
  /** The accessible name, which is shown as a hint too. */
  label: string;
  icon: ReactNode;
  kind?: 'quiet' | 'primary';
  size?: 'small' | 'medium';
};

export function IconButton({ label, icon, kind = 'quiet', size = 'medium', className, type = 'button', ...rest }: IconButtonProps) {
  return (
    <Hint text={label}>
      <button type={type} aria-label={label} className={clsx(styles.icon, styles[kind], styles[size], className)} {...rest}>
        {icon}
      </button>
    </Hint>
  );
}
