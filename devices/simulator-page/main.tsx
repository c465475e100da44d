import { mountPage } from '../../kernel/web/page.tsx';
import { SimulatorPage } from './simulator-page.tsx';
import './simulator.css';

mountPage(<SimulatorPage />);
