import type { ReactNode } from 'react';
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
