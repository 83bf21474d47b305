import { type ComponentProps, useId } from 'react';
import field from '@/components/field.module.css';

type TextFieldProps = Omit<ComponentProps<'input'>, 'onChange' | 'id' | 'className'> & {
  label: string;
  help?: string;
  onValue: (value: string) => void;
};

export function TextField({ label, help, onValue, ...rest }: TextFieldProps) {
  const id = useId();
  return (
    <div>
      <label className={field.label} htmlFor={id}>
        {label}
      </label>
      <input
        {...rest}
        id={id}
        className={field.input}
        aria-describedby={help === undefined ? undefined : `${id}-help`}
        onChange={(event) => onValue(event.target.value)}
      />
      {help !== undefined && (
        <p className={field.help} id={`${id}-help`}>
          {help}
        </p>
      )}
    </div>
  );
}
