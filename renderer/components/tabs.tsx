/** Several things about one matter, one in sight at a time. */
import type { ReactNode } from 'react';
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from 'react-aria-components';
import { motion } from './styles.ts';

export interface TabsProps<Name extends string> {
  /** Name of the row for assistive technology. */
  label: string;
  tabs: readonly {
    name: Name;
    label: string /** A number beside the label, where it says something. */;
    count?: number;
  }[];
  value: Name;
  onChange: (name: Name) => void;
  /** What the tab that is open shows. */
  children: ReactNode;
  className?: string;
}

export function Tabs<Name extends string>(props: Readonly<TabsProps<Name>>) {
  return (
    <AriaTabs
      selectedKey={props.value}
      onSelectionChange={(key) => props.onChange(key as Name)}
      className={`flex min-h-0 min-w-0 flex-col ${props.className ?? ''}`}
    >
      <TabList
        aria-label={props.label}
        className="flex shrink-0 overflow-x-auto border-b border-rule px-3 [scrollbar-width:none] [&::-webkit-scrollbar]:hidden"
      >
        {props.tabs.map(({ name, label, count }) => (
          <Tab
            key={name}
            id={name}
            className={`flex h-10 shrink-0 cursor-default items-center gap-1.5 border-b-2 border-transparent px-1.5 text-ui whitespace-nowrap text-ink-soft outline-0 -outline-offset-4 outline-indigo data-focus-visible:outline-2 data-hovered:text-ink data-selected:border-indigo data-selected:font-medium data-selected:text-indigo ${motion}`}
          >
            {label}
            {count === undefined || count === 0 ? null : (
              <span className="tabular text-small text-ink-faint">{count}</span>
            )}
          </Tab>
        ))}
      </TabList>
      <TabPanel
        key={props.value}
        id={props.value}
        className="min-h-0 min-w-0 flex-1 overflow-y-auto outline-0 -outline-offset-2 outline-indigo data-focus-visible:outline-2"
      >
        {props.children}
      </TabPanel>
    </AriaTabs>
  );
}
