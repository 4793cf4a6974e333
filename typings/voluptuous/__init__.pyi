from probatio import *  # Home Assistant gives custom integrations probatio under this name
