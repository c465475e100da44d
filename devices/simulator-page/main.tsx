import { mountPage } from '../../kernel/web/page.tsx';
import { SimulatorPage } from './simulator-page.tsx';
import './bank.css';
import './simulator.css';

mountPage(<SimulatorPage />);
