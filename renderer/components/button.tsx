import { type ReactNode, useEffect, useState } from 'react';
import { Button as AriaButton, type ButtonProps, Tooltip, TooltipTrigger } from 'react-aria-components';

/** What a {@link Button} takes beside what every button takes. */
export interface OwnButtonProps extends Omit<ButtonProps, 'className' | 'children'> {
  readonly look?: 'plain' | 'primary' | 'quiet' | 'danger';
  readonly children: ReactNode;
}

/** A button. `primary` occurs once on a screen. */
export function Button({ look = 'plain', ...rest }: OwnButtonProps) {
  return <AriaButton {...rest} className={look === 'plain' ? 'button' : `button ${look}`} />;
}

/** How long the second press of a double click may take, in milliseconds. */
const DOUBLE_PRESS_MS = 500;

/**
 * A button that stands where another one just was, and does what a second press of that one must not do.
 *
 * Takes no press in its first {@link DOUBLE_PRESS_MS}.
 */
export function SettlingButton({ isDisabled = false, ...rest }: OwnButtonProps) {
  const [isSettled, setIsSettled] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsSettled(true), DOUBLE_PRESS_MS);
    return () => clearTimeout(timer);
  }, []);
  return <Button {...rest} isDisabled={isDisabled || !isSettled} />;
}

/** A button that shows an icon only; its word is its name and its tooltip. */
export function IconButton({
  label,
  shortcut,
  children,
  ...rest
}: Omit<OwnButtonProps, 'look'> & { readonly label: string; readonly shortcut?: string }) {
  return (
    <TooltipTrigger delay={500}>
      <AriaButton {...rest} aria-label={label} className="button quiet icon-only">
        {children}
      </AriaButton>
      <Tooltip className="tooltip" offset={6}>
        {label} {shortcut === undefined ? null : <span className="key">{shortcut}</span>}
      </Tooltip>
    </TooltipTrigger>
  );
}
