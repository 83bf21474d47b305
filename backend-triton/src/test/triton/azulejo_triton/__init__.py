"""The models that the test server serves: NVLM-D in NumPy behind the published interfaces."""
