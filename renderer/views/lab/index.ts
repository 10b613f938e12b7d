export { LabView, type LabViewProps } from './lab-view.tsx';
