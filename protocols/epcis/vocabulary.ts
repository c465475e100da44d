/**
 * The terms that EPCIS 2.0 documents write as bare strings (CBV 2.0, chapter 7; sensor terms of the GS1 Web
 * Vocabulary). Anything else in their place is a URI of somebody's own vocabulary.
 */
export const bizSteps = [
  ...['accepting', 'arriving', 'assembling', 'collecting', 'commissioning', 'consigning'],
  ...['creating_class_instance', 'cycle_counting', 'decommissioning', 'departing', 'destroying'],
  ...['disassembling', 'dispensing', 'encoding', 'entering_exiting', 'holding', 'inspecting', 'installing'],
  ...['killing', 'loading', 'other', 'packing', 'picking', 'receiving', 'removing', 'repackaging'],
  ...['repairing', 'replacing', 'reserving', 'retail_selling', 'shipping', 'staging_outbound'],
  ...['stock_taking', 'stocking', 'storing', 'transporting', 'unloading', 'unpacking', 'void_shipping'],
  ...['sensor_reporting', 'sampling'],
];

export const dispositions = [
  ...['active', 'container_closed', 'damaged', 'destroyed', 'dispensed', 'disposed', 'encoded', 'expired'],
  ...['in_progress', 'in_transit', 'inactive', 'no_pedigree_match', 'non_sellable_other'],
  ...['partially_dispensed', 'recalled', 'reserved', 'retail_sold', 'returned', 'sellable_accessible'],
  ...['sellable_not_accessible', 'stolen', 'unknown', 'available', 'completeness_verified'],
  ...['completeness_inferred', 'conformant', 'container_open', 'mismatch_instance', 'mismatch_class'],
  ...['mismatch_quantity', 'needs_replacement', 'non_conformant', 'unavailable'],
];

export const bizTransactionTypes = [
  ...['bol', 'cert', 'desadv', 'inv', 'pedigree', 'po', 'poc', 'prodorder', 'recadv', 'rma', 'testprd'],
  ...['testres', 'upevt'],
];

export const partyTypes = ['owning_party', 'possessing_party', 'location'];

export const errorReasons = ['did_not_occur', 'incorrect_data'];

export const actions = ['OBSERVE', 'ADD', 'DELETE'];

export const components = [
  ...['x', 'y', 'z', 'axial_distance', 'azimuth', 'height', 'spherical_radius', 'polar_angle'],
  ...['elevation_angle', 'easting', 'northing', 'latitude', 'longitude', 'altitude'],
];

export const sensorAlerts = ['ALARM_CONDITION', 'ERROR_CONDITION'];

export const measurementTypes = [
  ...['AbsoluteHumidity', 'AbsorbedDose', 'AbsorbedDoseRate', 'Acceleration', 'Radioactivity', 'Altitude'],
  ...['AmountOfSubstance', 'AmountOfSubstancePerUnitVolume', 'Angle', 'AngularAcceleration'],
  ...['AngularMomentum', 'AngularVelocity', 'Area', 'Capacitance', 'Conductance', 'Conductivity', 'Count'],
  ...['Density', 'Dimensionless', 'DoseEquivalent', 'DoseEquivalentRate', 'DynamicViscosity'],
  ...['ElectricCharge', 'ElectricCurrent', 'ElectricCurrentDensity', 'ElectricFieldStrength', 'Energy'],
  ...['Exposure', 'Force', 'Frequency', 'Illuminance', 'Inductance', 'Irradiance', 'KinematicViscosity'],
  ...['Length', 'LinearMomentum', 'Luminance', 'LuminousFlux', 'LuminousIntensity', 'MagneticFlux'],
  ...['MagneticFluxDensity', 'MagneticVectorPotential', 'Mass', 'MassConcentration', 'MassFlowRate'],
  ...['MassPerAreaTime', 'MemoryCapacity', 'MolalityOfSolute', 'MolarEnergy', 'MolarMass', 'MolarVolume'],
  ...['Power', 'Pressure', 'RadiantFlux', 'RadiantIntensity', 'RelativeHumidity', 'Resistance'],
  ...['Resistivity', 'SolidAngle', 'SpecificVolume', 'Speed', 'SurfaceDensity', 'SurfaceTension'],
  ...['Temperature', 'Time', 'Torque', 'Voltage', 'Volume', 'VolumeFlowRate', 'VolumeFraction'],
  ...['VolumetricFlux', 'Wavenumber'],
];
