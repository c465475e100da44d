import { mountPage } from '../../kernel/web/page.tsx';
import { StationScreen } from './station-screen.tsx';
import './screen.css';

mountPage(<StationScreen />);
