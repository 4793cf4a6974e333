"""The steps of the dialogs; config_flow.py and the options flow put them together."""
